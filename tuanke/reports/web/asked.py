"""A report in an address, so that it can be sent to a colleague: what a form says ↔ the question."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from tuanke.kit.rules import Everyone, Member, RuleError, to_json
from tuanke.kit.rules.windows import Between, Last, Span
from tuanke.reports.domain.period_parsing import period_to_json
from tuanke.reports.domain.periods import Calendar, Period
from tuanke.reports.domain.question import USUAL_TOP, Question, question_to_json

DAYS = "days"
PERIODS: Mapping[str, Period] = {
    "last-7-days": Last(Span(7, "day")),
    "last-30-days": Last(Span(30, "day")),
    "last-90-days": Last(Span(90, "day")),
    "last-6-months": Last(Span(6, "month")),
    "last-12-months": Last(Span(12, "month")),
    "last-24-months": Last(Span(24, "month")),
    "this-month": Calendar("month"),
    "month-before": Calendar("month", 1),
    "this-quarter": Calendar("quarter"),
    "quarter-before": Calendar("quarter", 1),
    "this-year": Calendar("year"),
    "year-before": Calendar("year", 1),
}
LONGEST = 6_000  # characters of a question in an address


def data_of(query: QueryDict, usual: Mapping[str, Any]) -> dict[str, Any]:
    """The question's JSON as the address changes the usual one. Raises RuleError for what is no JSON."""
    data = dict(usual)
    if measures := query.getlist("m"):
        first = query.get("first")
        data["measures"] = sorted(measures, key=lambda name: name != first)  # the others stay in their order
    if "by" in query:
        data["by"] = [name for name in query.getlist("by") if name]
    if query.get("period"):
        data["period"] = _period(query)
    if "vs" in query:
        data["compared"] = query["vs"]
    if query.get("period") == "ever":
        data.pop("compared", None)
    if "sort" in query:
        data["sort"] = query["sort"] if query["sort"] in data.get("measures", []) else ""
    if (top := query.get("top", "")).isdecimal():
        data["top"] = int(top)
    return _with_whom(data, query)


def _with_whom(data: dict[str, Any], query: QueryDict) -> dict[str, Any]:
    """The rule of the address instead of the usual one, and the segment beside it."""
    if "rule" in query:
        data["whom"] = _loaded(rule) if (rule := query.get("rule", "")) else None
    if segment := query.get("segment"):
        rules = [{"in_segment": segment}]
        data["whom"] = {"all": [data["whom"], *rules]} if data.get("whom") else rules[0]
    return data


def _period(query: QueryDict) -> Any:
    code = query.get("period", "")
    if code in PERIODS:
        return period_to_json(PERIODS[code])
    if code != DAYS:
        return code
    return {"from": query.get("from", ""), "to": query.get("to", "")}


def _loaded(text: str) -> Any:
    try:
        return json.loads(text[:LONGEST])
    except (ValueError, RecursionError):
        raise RuleError("/whom", "not_a_node") from None


def state_of(question: Question) -> dict[str, Any]:
    """What the fields of the form hold."""
    period = next((code for code, known in PERIODS.items() if known == question.period), "ever")
    days = question.period if isinstance(question.period, Between) else None
    told = question_to_json(question)
    segment, rule = _whom(question)
    return {
        "m": list(question.measures),
        "first": question.measures[0],
        "by": list(question.by) or [""],
        "period": DAYS if days else period,
        "from": days.start.isoformat() if days else "",
        "to": days.end.isoformat() if days else "",
        "vs": told.get("compared", ""),
        "segment": segment,
        "rule": rule,
        "sort": question.sort,
        "top": question.top if question.top != USUAL_TOP else "",
    }


def _whom(question: Question) -> tuple[str, str]:
    """The segment, or any other rule as JSON."""
    if isinstance(question.whom, Member) and question.whom.kind == "segment":
        return question.whom.uid, ""
    if question.whom is None or isinstance(question.whom, Everyone):
        return "", ""
    return "", json.dumps(to_json(question.whom), ensure_ascii=False)


def address_of(question: Question, **more: Any) -> str:
    """The query of the address, without its question mark."""
    state = {
        name: value for name, value in state_of(question).items() if value not in ("", []) and name != "first"
    }
    return urlencode({**state, **more}, doseq=True)
