"""From a typed rule back to JSON."""

from datetime import date
from typing import Any

from tuanke.kit.rules.nodes import (
    Aggregate,
    All,
    AnyOf,
    Bucket,
    Comparison,
    Happened,
    Member,
    Node,
    Not,
    Occurrence,
    Sequence,
)
from tuanke.kit.rules.windows import Between, Last, Lunar, RollingHours, Span, Window


def saved_form(node: Node) -> dict[str, Any]:
    """What is kept of a rule."""
    return {"v": 1, "root": to_json(node)}


def to_json(node: Node) -> dict[str, Any]:  # noqa: PLR0911  one line per kind of node
    """What `parse` reads back as the same rule."""
    if isinstance(node, Not):
        return {"not": to_json(node.node)}
    if isinstance(node, All | AnyOf):
        return {"all" if isinstance(node, All) else "any": [to_json(child) for child in node.nodes]}
    if isinstance(node, Comparison):
        return _comparison(node)
    if isinstance(node, Occurrence):
        return {**_happened(node.happened), "count": {"op": node.op, "value": node.value}}
    if isinstance(node, Aggregate):
        asked = {"op": node.op, "value": _value(node.value)}
        return {"agg": node.function, "of": node.of, **_happened(node.happened), **asked}
    if isinstance(node, Sequence):
        gap = {"n": node.gap_hours, "unit": "hour"}
        return {"seq": [_happened(step) for step in node.steps], "gap": gap}
    if isinstance(node, Member):
        return {f"in_{node.kind}": node.uid}
    if isinstance(node, Bucket):
        return {"bucket": {"salt": node.salt, "from": node.first, "to": node.last}}
    return {"everyone": True}


def _comparison(node: Comparison) -> dict[str, Any]:
    return {"attr": node.attr, "op": node.op, "value": _value(node.value)}


def _happened(happened: Happened) -> dict[str, Any]:
    return {
        "event": happened.event,
        "where": [_comparison(one) for one in happened.where],
        "within": window_to_json(happened.within),
    }


def window_to_json(window: Window) -> Any:
    if isinstance(window, Last):
        return {"before_last" if window.before else "last": window.span.n, "unit": window.span.unit}
    if isinstance(window, RollingHours):
        return {"rolling_hours": window.hours}
    if isinstance(window, Between):
        return {"from": window.start.isoformat(), "to": window.end.isoformat()}
    if isinstance(window, Lunar):
        return {"lunar": window.festival, "offset_days": [window.first, window.last], "year": window.year}
    return "ever"


def _value(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_value(one) for one in value]
    if isinstance(value, Span):
        return {"n": value.n, "unit": value.unit}
    return value.isoformat() if isinstance(value, date) else value
