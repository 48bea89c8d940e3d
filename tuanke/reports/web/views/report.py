"""One report: built in, kept by somebody, or as it is being put together; the state is in the address."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRefresh

from tuanke.facts.selectors.dirty import count_dirty
from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.domain.question import MOST_BREAKDOWNS, Question, parse_question
from tuanke.reports.selectors.built_in import find_built_in
from tuanke.reports.selectors.offering import grammar
from tuanke.reports.selectors.saved import may_change, may_share
from tuanke.reports.selectors.wording import error_in_words
from tuanke.reports.services.answering import last_day
from tuanke.reports.web.asked import address_of, state_of
from tuanke.reports.web.choices import form_of
from tuanke.reports.web.found import saved_or_404
from tuanke.reports.web.reading import FIRST, question_of
from tuanke.reports.web.scheduled import schedules_of
from tuanke.reports.web.shown import shown
from tuanke.ui.typed import typed_uid

WAITING = "waiting"  # the part of the page that asks again until there are figures


@needs(Permission.REPORTS_VIEW)
def ask(request: HttpRequest) -> HttpResponse:
    """The builder."""
    context = {"title": _("New report"), "about": "", "is_builder": True}
    return _show(request, FIRST, context)


@needs(Permission.REPORTS_VIEW)
def built_in(request: HttpRequest, slug: str) -> HttpResponse:
    report = find_built_in(slug)
    if report is None:
        raise Http404
    return _show(request, report.question, {"title": report.title, "about": report.about})


@needs(Permission.REPORTS_VIEW)
def saved(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    viewer, report = viewer_of(request), saved_or_404(request, uid)
    context = {
        "title": report.name,
        "about": _("kept by %(name)s") % {"name": report.by},
        "saved": report,
        "may_change": may_change(viewer, report),
        "ended": typed_uid(request.GET.get("ended", "")),
        **schedules_of(report, viewer),
    }
    return _show(request, report.question, context)


def _show(request: HttpRequest, usual: Mapping[str, Any], context: dict[str, Any]) -> HttpResponse:
    """The page, or only the answer where a changed form asks for it."""
    as_of, viewer = last_day(), viewer_of(request)
    context |= {"as_of": as_of, "may_share": may_share(viewer)}
    status = 200
    if as_of is None:
        context["is_at_work"] = count_dirty() > 0
    elif request.headers.get("HX-Target") == WAITING:
        return HttpResponseClientRefresh()
    else:
        try:
            question = question_of(request, request.GET, usual)
            context |= shown(question, viewer, as_of=as_of, at=timezone.now())
        except RuleError as error:
            question, status = _fallback(usual), 422
            context["error"] = error_in_words(error)
        context |= _form(request, question)
    part = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    template = "reports/_answer.html" if part else "reports/report.html"
    return render(request, template, context, status=200 if part else status)


def _form(request: HttpRequest, question: Question) -> dict[str, Any]:
    viewer = viewer_of(request)
    state = state_of(question)
    return {
        "form": form_of(viewer, question),
        "state": state,
        "by_places": [*state["by"], ""][:MOST_BREAKDOWNS],
        "query": address_of(question),
        "may_export": viewer.may(Permission.CUSTOMERS_EXPORT),
    }


def _fallback(usual: Mapping[str, Any]) -> Question:
    """What the form shows beside an error."""
    try:
        return parse_question(usual, grammar())
    except RuleError:
        return parse_question(FIRST, grammar())
