"""Reports by mail: who of the staff gets which, when; one at once; a failed one again."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.models import Schedule
from tuanke.reports.selectors.schedules import get_changeable, get_delivery
from tuanke.reports.services import scheduling
from tuanke.reports.web.found import changeable_or_404
from tuanke.ui.found import or_404
from tuanke.ui.typed import typed_integer


@needs(Permission.REPORTS_VIEW)
@require_POST
def new(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    report, sent = changeable_or_404(request, uid), request.POST
    every = sent.get("every", "")
    try:
        scheduling.add_schedule(
            report=report,
            every=every,
            on_day=_number(sent.get("week_day" if every == Schedule.Every.WEEK else "month_day", "1")),
            hour=_number(sent.get("hour", "")),
            recipients=[_number(text) for text in sent.getlist("to")],
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The report goes by mail from now on."))
    return redirect("reports:saved", uid=uid)


@needs(Permission.REPORTS_VIEW)
@require_POST
def change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    schedule = or_404(get_changeable, viewer_of(request), uid)
    do, by, at = request.POST.get("do"), viewer_of(request).staff_id, timezone.now()
    page = reverse("reports:saved", args=[schedule.report.uid])
    if do == "end":
        scheduling.end_schedule(schedule=schedule, by=by, at=at)
        return redirect(f"{page}?ended={uid}")
    if do == "restore":
        scheduling.restore_schedule(schedule=schedule, by=by, at=at)
    elif do == "now":
        scheduling.send_now(schedule=schedule, to=by, at=at)
        messages.success(request, _("A mail to you is on its way; what became of it is told below."))
    return redirect(page)


@needs(Permission.REPORTS_VIEW)
@require_POST
def retry(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    delivery = or_404(get_delivery, viewer_of(request), uid)
    scheduling.retry(delivery=delivery, at=timezone.now())
    return redirect("reports:saved", uid=delivery.schedule.report.uid)


def _number(text: str) -> int:
    """Raises ValidationError."""
    number = typed_integer(text)
    if number is None:
        raise ValidationError(_("Choose a time and at least one person."))
    return number
