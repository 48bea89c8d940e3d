"""Target groups: what somebody wants of a segment until a day, and every week how far it is."""

import uuid
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import TargetGroup
from tuanke.segments.selectors.targets import get_target, list_targets
from tuanke.segments.services import targets
from tuanke.segments.web.forms import TargetForm
from tuanke.segments.web.found import asked_text, segment_or_404
from tuanke.segments.web.target_words import shown
from tuanke.ui.found import or_404
from tuanke.ui.paging import page_of

SIZE = 20
QUARTER = timedelta(days=90)


@needs(Permission.ANALYTICS_VIEW)
def target_list(request: HttpRequest) -> HttpResponse:
    page = page_of(list_targets(), request, SIZE)
    context = {"page": page, "rows": [shown(target) for target in page.rows]}
    return render(request, "segments/target_list.html", context)


@needs(Permission.ANALYTICS_VIEW)
def target(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    may_edit = viewer_of(request).may(Permission.SEGMENTS_EDIT)
    context = {"shown": shown(_target(uid)), "may_edit": may_edit}
    return render(request, "segments/target.html", context)


@needs(Permission.SEGMENTS_EDIT)
def new_target(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment, viewer = segment_or_404(uid), viewer_of(request)
    today = timezone.localdate()
    first = {"starts_on": today, "ends_on": today + QUARTER, "owner_id": viewer.staff_id}
    form = TargetForm(segment, request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = targets.set_target(
                segment=segment, values=form.values(), by=viewer.staff_id, at=timezone.now()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("The target is set; it is measured every week."))
            return redirect("segments:target", uid=made.uid)
    status = 422 if request.method == "POST" else 200
    return render(request, "segments/target_form.html", {"form": form, "segment": segment}, status=status)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def end_target(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Give it up, or take that back."""
    found, by, at = _target(uid), viewer_of(request).staff_id, timezone.now()
    if asked_text(request, "do") == "resume":
        targets.resume_target(target=found, by=by, at=at)
        messages.success(request, _("The target runs on."))
    else:
        targets.end_target(target=found, by=by, at=at)
        messages.success(request, _("The target is given up; what was measured stays."))
    return redirect("segments:target", uid=uid)


def _target(uid: uuid.UUID) -> TargetGroup:
    return or_404(get_target, uid)
