"""The rule of a segment for who is behind a row; None where a rule cannot say it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tuanke.kit.rules import to_json
from tuanke.reports.domain.answer import Key
from tuanke.reports.domain.breakdowns import CUSTOMER, LINES, REFUNDS
from tuanke.reports.domain.measures import PARTS
from tuanke.reports.domain.periods import Days, span_of
from tuanke.reports.domain.question import Question

EVENTS = {LINES: "order.placed", REFUNDS: "order.refunded"}


def rule_of(question: Question, keys: Sequence[Key], days: Days) -> dict[str, Any] | None:
    """A part on attributes, and one on what happened in the days; days of a row narrow them."""
    parts: list[dict[str, Any]] = [] if question.whom is None else [to_json(question.whom)]
    where: list[dict[str, Any]] = []
    source = PARTS[question.asked[0].n]
    for breakdown, key in zip(question.breakdowns, keys, strict=True):
        if breakdown.kind == CUSTOMER:
            parts.append(_attribute(breakdown.name, key))
        elif breakdown.kind == "goods" and key.text and source in EVENTS:
            value: Any = int(key.text) if breakdown.name == "product" else key.text
            where.append({"attr": breakdown.name, "op": "eq", "value": value})
        elif breakdown.kind == "time" and source in EVENTS:
            days = _within(days, breakdown.name, key)
        else:
            return None
    if source in EVENTS:
        parts.append({"event": EVENTS[source], "where": where, "within": _window(days)})
    return {"all": parts} if parts else None


def _attribute(name: str, key: Key) -> dict[str, Any]:
    if not key.text:
        return {"attr": name, "op": "is_not_set"}
    return {"attr": name, "op": "eq", "value": key.text}


def _within(days: Days, unit: str, key: Key) -> Days:
    first = date.fromisoformat(key.text)
    start = first if days.first is None else max(first, days.first)
    return Days(start, min(span_of(unit).after(first), days.end))


def _window(days: Days) -> Any:
    if days.first is None:
        return "ever"
    return {"from": days.first.isoformat(), "to": days.end.isoformat()}
