"""Reports are kept, renamed, shared, brought up to date, removed, and that undone."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.domain.question import Question
from tuanke.reports.selectors.saved import may_share
from tuanke.reports.services import saving
from tuanke.reports.web.asked import LONGEST
from tuanke.reports.web.found import changeable_or_404
from tuanke.reports.web.reading import question_of


@needs(Permission.REPORTS_VIEW)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        report = saving.save_report(
            name=request.POST.get("name", ""),
            question=_asked(request),
            is_shared="shared" in request.POST and may_share(viewer),
            by=viewer.staff_id,
            at=timezone.now(),
        )
    except (ValidationError, RuleError) as error:
        messages.error(request, _wrong(error))
        return redirect(f"{reverse('reports:ask')}?{request.POST.get('query', '')[:LONGEST]}")
    messages.success(request, _("The report is saved."))
    return redirect("reports:saved", uid=report.uid)


@needs(Permission.REPORTS_VIEW)
@require_POST
def change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One of the buttons of a kept report."""
    report, viewer = changeable_or_404(request, uid), viewer_of(request)
    do, by, at = request.POST.get("do"), viewer.staff_id, timezone.now()
    try:
        if do == "remove":
            saving.remove_report(report=report, by=by, at=at)
            return redirect(f"{reverse('reports:list')}?removed={uid}")
        if do == "rename":
            saving.rename_report(report=report, name=request.POST.get("name", ""), by=by, at=at)
        elif do == "update":
            saving.change_report(report=report, question=_asked(request), by=by, at=at)
        elif do in {"share", "unshare"} and may_share(viewer):
            saving.share_report(report=report, is_shared=do == "share", by=by, at=at)
    except (ValidationError, RuleError) as error:
        messages.error(request, _wrong(error))
    else:
        messages.success(request, _("Saved."))
    return redirect("reports:saved", uid=uid)


@needs(Permission.REPORTS_VIEW)
@require_POST
def restore(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    report = changeable_or_404(request, uid, removed=True)
    try:
        saving.restore_report(report=report, by=viewer_of(request).staff_id, at=timezone.now())
    except ValidationError as error:
        messages.error(request, _wrong(error))
        return redirect("reports:list")
    return redirect("reports:saved", uid=uid)


def _asked(request: HttpRequest) -> Question:
    return question_of(request, QueryDict(request.POST.get("query", "")[:LONGEST]))


def _wrong(error: Any) -> str:
    if isinstance(error, ValidationError):
        return " ".join(error.messages)
    return _("This report asks for something that no longer exists.")
