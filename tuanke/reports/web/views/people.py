"""The people behind a row or a cell of a report."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from tuanke.customers.selectors.customers import list_customers
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.reports.domain.answer import Key
from tuanke.reports.domain.people_rule import rule_of
from tuanke.reports.domain.periods import days_of
from tuanke.reports.selectors.key_names import called
from tuanke.reports.selectors.wording import breakdown_name, days_in_words
from tuanke.reports.services.answering import MOST_PEOPLE, last_day, people_behind
from tuanke.reports.web.asked import address_of
from tuanke.reports.web.reading import question_of


@needs(Permission.REPORTS_VIEW)
def people(request: HttpRequest) -> HttpResponse:
    viewer, as_of, at = viewer_of(request), last_day(), timezone.now()
    keys = [Key(text) for text in request.GET.getlist("key")]
    try:
        question = question_of(request, request.GET)
    except RuleError:
        raise Http404 from None
    if as_of is None or len(keys) != len(question.by):
        raise Http404
    ids, number = people_behind(question, viewer, keys, as_of=as_of, at=at)
    days = days_of(question.period, as_of)
    try:
        rule = rule_of(question, keys, days)
    except ValueError:  # a key that somebody wrote into the address
        raise Http404 from None
    context: dict[str, Any] = {
        "names": [
            (breakdown_name(name), called(name, key)) for name, key in zip(question.by, keys, strict=True)
        ],
        "people": _listed(ids, viewer),
        "number": number,
        "most": MOST_PEOPLE,
        "days": days_in_words(days),
        "back": f"{reverse('reports:ask')}?{address_of(question)}",
        "segment_url": _builder(rule) if rule and viewer.may(Permission.SEGMENTS_EDIT) else "",
    }
    return render(request, "reports/people.html", context)


def _listed(ids: list[int], viewer: Viewer) -> list[dict[str, Any]]:
    """In the order of the ids; PostgreSQL says who of them may be seen."""
    rows = {row.pk: row for row in list_customers(viewer).filter(pk__in=ids)}
    return [
        {
            "uid": row.uid,
            "name": shown_name_of(row, viewer),
            "row": row,
        }
        for row in (rows[pk] for pk in ids if pk in rows)
    ]


def _builder(rule: dict[str, Any]) -> str:
    """The segment builder, filled in."""
    return f"{reverse('segments:new')}?{urlencode({'rule': json.dumps(rule, ensure_ascii=False)})}"
