"""All reports: those every shop has, one's own, those of the shop, and what goes by mail."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.domain.question import parse_question
from tuanke.reports.selectors.built_in import ALL
from tuanke.reports.selectors.offering import grammar, may_ask
from tuanke.reports.selectors.saved import list_saved
from tuanke.reports.selectors.schedules import list_schedules
from tuanke.ui.typed import typed_uid


@needs(Permission.REPORTS_VIEW)
def report_list(request: HttpRequest) -> HttpResponse:
    viewer, asked = viewer_of(request), request.GET.get("q", "").strip()
    vocabulary = grammar()
    offered = [report for report in ALL if may_ask(parse_question(report.question, vocabulary), viewer)]
    found = [report for report in offered if asked.casefold() in f"{report.title} {report.about}".casefold()]
    saved = list_saved(viewer).filter(name__icontains=asked)
    context: dict[str, Any] = {
        "asked": asked,
        "groups": [(group, list(reports)) for group, reports in groupby(found, lambda one: one.group)],
        "own": [report for report in saved if report.by_id == viewer.staff_id],
        "shared": [report for report in saved if report.by_id != viewer.staff_id],
        "schedules": list_schedules(viewer),
        "removed": typed_uid(request.GET.get("removed", "")),
    }
    return render(request, "reports/report_list.html", context)
