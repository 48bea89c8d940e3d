"""Conditions on what happened: the event, its predicates, its window, and what is asked of it."""

from collections.abc import Mapping
from typing import Any

from tuanke.kit.lunar import FESTIVALS
from tuanke.kit.rules.errors import RuleError
from tuanke.kit.rules.nodes import Aggregate, Comparison, Happened, Occurrence, Sequence
from tuanke.kit.rules.values import LONGEST_DAYS, read_comparison, read_day, span, whole
from tuanke.kit.rules.vocabulary import (
    ADDING,
    COUNTING,
    FUNCTIONS,
    MOVING,
    PICKING,
    Attribute,
    RuleEvent,
    Vocabulary,
)
from tuanke.kit.rules.windows import EVER, Between, Last, Lunar, RollingHours, Window

WHOLE_NUMBER = Attribute("money")  # read as money is: exact, so that engines cannot round differently
PREDICATES = 50
LONGEST_SEQUENCE = 5
HOURS = {"hour": 1, "day": 24, "week": 168}  # a gap is exact time, not calendar days


def occurrence(data: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> Occurrence:
    _only(data, {"event", "where", "within", "count"}, pointer)
    happened, _event = _happened(data, pointer, vocabulary)
    count = data.get("count", {"op": "ge", "value": 1})
    if not isinstance(count, dict) or set(count) != {"op", "value"}:
        raise RuleError(f"{pointer}/count", "needs_a_count")
    if count["op"] not in COUNTING:
        raise RuleError(f"{pointer}/count/op", "unknown_operator")
    return Occurrence(happened, count["op"], whole(count["value"], f"{pointer}/count/value"))


def aggregate(data: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> Aggregate:
    _only(data, {"agg", "of", "event", "where", "within", "op", "value"}, pointer)
    happened, event = _happened(data, pointer, vocabulary)
    function, of = data["agg"], data.get("of")
    if function not in FUNCTIONS:
        raise RuleError(f"{pointer}/agg", "unknown_function")
    field = event.fields.get(of) if isinstance(of, str) else None
    if field is None or (function in ADDING and field.attribute.type not in {"number", "money"}):
        raise RuleError(f"{pointer}/of", "unknown_field" if field is None else "wrong_type")
    result = field.attribute if function in PICKING and field.attribute.type != "number" else WHOLE_NUMBER
    if data.get("op") in MOVING:
        raise RuleError(f"{pointer}/op", "unknown_operator")
    return Aggregate(function, str(of), happened, *read_comparison(result, data, pointer))


def sequence(data: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> Sequence:
    _only(data, {"seq", "gap"}, pointer)
    steps, gap = data["seq"], data.get("gap")
    if not isinstance(steps, list) or not 1 < len(steps) <= LONGEST_SEQUENCE:
        raise RuleError(f"{pointer}/seq", "needs_a_list")
    if not isinstance(gap, dict) or set(gap) != {"n", "unit"} or gap["unit"] not in list(HOURS):
        raise RuleError(f"{pointer}/gap", "needs_a_span")
    hours = HOURS[gap["unit"]]
    most = LONGEST_DAYS * 24 // hours
    return Sequence(
        tuple(_step(step, f"{pointer}/seq/{i}", vocabulary) for i, step in enumerate(steps)),
        whole(gap["n"], f"{pointer}/gap/n", least=1, most=most) * hours,
    )


def _step(data: object, pointer: str, vocabulary: Vocabulary) -> Happened:
    if not isinstance(data, dict):
        raise RuleError(pointer, "not_a_node")
    _only(data, {"event", "where", "within"}, pointer)
    return _happened(data, pointer, vocabulary)[0]


def _happened(data: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> tuple[Happened, RuleEvent]:
    name = data.get("event")
    event = vocabulary.events.get(name) if isinstance(name, str) else None
    if event is None:
        raise RuleError(f"{pointer}/event", "unknown_event")
    where = data.get("where", [])
    if not isinstance(where, list) or len(where) > PREDICATES:
        raise RuleError(f"{pointer}/where", "needs_a_list")
    predicates = tuple(_predicate(one, event, f"{pointer}/where/{i}") for i, one in enumerate(where))
    return Happened(
        str(name), predicates, read_window(data.get("within", "ever"), f"{pointer}/within")
    ), event


def _predicate(data: object, event: RuleEvent, pointer: str) -> Comparison:
    if not isinstance(data, dict):
        raise RuleError(pointer, "not_a_node")
    _only(data, {"attr", "op", "value"}, pointer)
    name = data.get("attr")
    field = event.fields.get(name) if isinstance(name, str) else None
    if field is None or data.get("op") in MOVING:
        raise RuleError(
            f"{pointer}/{'op' if field else 'attr'}", "unknown_operator" if field else "unknown_field"
        )
    return Comparison(str(name), *read_comparison(field.attribute, data, pointer))


def read_window(data: object, pointer: str) -> Window:
    """Raises RuleError."""
    if data == "ever":
        return EVER
    if not isinstance(data, dict):
        raise RuleError(pointer, "unknown_window")
    keys = set(data)
    for name in ("last", "before_last"):
        if keys == {name, "unit"}:
            return Last(span(data[name], data["unit"], pointer), before=name == "before_last")
    if keys == {"rolling_hours"}:
        return RollingHours(whole(data["rolling_hours"], pointer, least=1, most=LONGEST_DAYS * 24))
    if keys == {"from", "to"}:
        return _between(data, pointer)
    if keys == {"lunar", "offset_days", "year"}:
        return _lunar(data, pointer)
    raise RuleError(pointer, "unknown_window")


def _between(data: Mapping[str, Any], pointer: str) -> Window:
    start, end = read_day(data["from"], f"{pointer}/from"), read_day(data["to"], f"{pointer}/to")
    if not start < end:
        raise RuleError(pointer, "needs_a_range")
    if (end - start).days > LONGEST_DAYS:
        raise RuleError(pointer, "out_of_range")
    return Between(start, end)


def _lunar(data: Mapping[str, Any], pointer: str) -> Window:
    offsets = data["offset_days"]
    if data["lunar"] not in list(FESTIVALS) or data["year"] not in ("this", "last"):
        raise RuleError(pointer, "unknown_window")
    if not isinstance(offsets, list) or len(offsets) != 2:  # noqa: PLR2004
        raise RuleError(f"{pointer}/offset_days", "needs_a_range")
    first, last = (whole(day, f"{pointer}/offset_days", least=-366, most=366) for day in offsets)
    if first >= last:
        raise RuleError(f"{pointer}/offset_days", "needs_a_range")
    return Lunar(data["lunar"], first, last, data["year"])


def _only(data: Mapping[str, Any], known: set[str], pointer: str) -> None:
    for key in data:
        if key not in known:
            raise RuleError(f"{pointer}/{key}", "unknown_key")
