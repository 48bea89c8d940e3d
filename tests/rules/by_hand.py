"""What a rule means, written from the grammar's text, row by row: no bounds, no SQL, no shared code."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.rules.acts import Act
from tests.rules.history import ZONE, Line, Person, Shop
from tuanke.kit.lunar import Anniversary, occurrence_in
from tuanke.kit.rules.hashing import bucket_of
from tuanke.kit.rules.windows import AsOf

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "lt": lambda one, other: one < other,
    "le": lambda one, other: one <= other,
    "gt": lambda one, other: one > other,
    "ge": lambda one, other: one >= other,
    "on_day": lambda one, other: one == other,
    "before": lambda one, other: one < other,
    "after": lambda one, other: one > other,
    "between": lambda one, other: other[0] <= one <= other[1],
    "in": lambda one, other: one in other,
    "not_in": lambda one, other: one not in other,
    "contains": lambda one, other: other in one,
    "starts_with": lambda one, other: one.startswith(other),
}
FESTIVALS = {"春节": (1, 1), "中秋": (8, 15)}


def is_member(rule: Mapping[str, Any], person: Person, shop: Shop) -> bool:  # noqa: PLR0911
    """`rule` as JSON."""
    if "all" in rule:
        return all(is_member(one, person, shop) for one in rule["all"])
    if "any" in rule:
        return any(is_member(one, person, shop) for one in rule["any"])
    if "not" in rule:
        return not is_member(rule["not"], person, shop)
    if "attr" in rule:
        return _asked(person.attributes.get(rule["attr"]), rule["op"], rule["value"], shop.as_of.day)
    if "seq" in rule:
        return _followed(rule, person, shop.as_of)
    if "event" in rule:
        return _happened(rule, person, shop.as_of)
    if "in_segment" in rule:
        return rule["in_segment"] in person.inside
    if "bucket" in rule:
        return rule["bucket"]["from"] <= bucket_of(person.pk, rule["bucket"]["salt"]) <= rule["bucket"]["to"]
    return True


def _asked(value: Any, op: str, other: Any, today: date) -> bool:
    """Of an attribute, which may have several values; of such, none are as good as any."""
    if op.startswith("has_"):
        common = set(value or ()) & set(other)
        return {"has_any": bool(common), "has_none": not common, "has_all": common == set(other)}[op]
    if not isinstance(value, set | list):
        return _compared(value, op, other, today)
    if op == "anniversary_in":
        days = [today + timedelta(days=n) for n in range((ahead(today, other) - today).days)]
        return any(_is_kept(one, day) for one in value for day in days)
    return bool(value) == (op == "is_set")


def _is_kept(kept: Anniversary, day: date) -> bool:
    return any(occurrence_in(kept, year) == day for year in (day.year - 1, day.year))


def _compared(value: Any, op: str, other: Any, today: date) -> bool:  # noqa: PLR0911
    if op == "is_set":
        return value is not None
    if op == "is_not_set":
        return value is None
    if value is None:
        return False
    if op == "in_last":
        return back(today, other) < value <= today
    if op == "in_next":
        return today <= value < ahead(today, other)
    if op == "anniversary_in":
        days = (today + timedelta(days=n) for n in range((ahead(today, other) - today).days))
        return any(_is_anniversary(value, day) for day in days)
    return COMPARE[op](value, _read(value, other))


def _read(value: Any, other: Any) -> Any:
    if isinstance(other, list):
        return [_read(value, one) for one in other]
    return date.fromisoformat(other) if isinstance(value, date) else other


def _is_anniversary(born: date, day: date) -> bool:
    if (born.month, born.day) == (day.month, day.day):
        return True
    is_common = (date(day.year, 3, 1) - timedelta(days=1)).day == 28
    return is_common and (born.month, born.day, day.month, day.day) == (2, 29, 2, 28)


def back(today: date, span: Mapping[str, Any]) -> date:
    return _moved(today, span, -1)


def ahead(today: date, span: Mapping[str, Any]) -> date:
    return _moved(today, span, 1)


def _moved(today: date, span: Mapping[str, Any], sign: int) -> date:
    n, unit = span["n"] * sign, span["unit"]
    if unit in {"day", "week"}:
        return today + timedelta(days=n * {"day": 1, "week": 7}[unit])
    year, month = today.year, today.month + n * {"month": 1, "year": 12}[unit]
    while month < 1:
        year, month = year - 1, month + 12
    while month > 12:
        year, month = year + 1, month - 12
    for day in range(today.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError


Row = Line | Act


def _rows(event: str, person: Person) -> list[Row]:
    if event == "order.refunded":
        return [replace(line, revenue=line.refund) for line in person.lines if line.refund < 0]
    if event.startswith("order"):
        return [line for line in person.lines if line.is_order]
    return [act for act in person.acts if event in {"interaction", f"interaction.{act.type}"}]


def _followed(rule: Mapping[str, Any], person: Person, as_of: AsOf) -> bool:
    gap = timedelta(hours=rule["gap"]["n"] * {"hour": 1, "day": 24, "week": 168}[rule["gap"]["unit"]])
    reached = {row.at for row in _found(rule["seq"][0], person, as_of)}
    for step in rule["seq"][1:]:
        moments = {row.at for row in _found(step, person, as_of)}
        reached = {late for late in moments if any(early < late <= early + gap for early in reached)}
    return bool(reached)


def _happened(rule: Mapping[str, Any], person: Person, as_of: AsOf) -> bool:
    found = _found(rule, person, as_of)
    if "agg" in rule:
        value = _aggregate(rule["agg"], rule["of"], found)
        return _compared(value, rule["op"], rule["value"], as_of.day)
    orders = {row.order for row in found if isinstance(row, Line)}
    count = len(orders) if rule["event"] in {"order.placed", "order.refunded"} else len(found)
    return COMPARE[rule["count"]["op"]](count, rule["count"]["value"])


def _found(rule: Mapping[str, Any], person: Person, as_of: AsOf) -> list[Row]:
    return [
        row
        for row in _rows(rule["event"], person)
        if _is_within(row, rule["within"], as_of)
        and all(
            _compared(_field(row, one["attr"]), one["op"], one["value"], as_of.day) for one in rule["where"]
        )
    ]


def _is_within(line: Row, window: Any, as_of: AsOf) -> bool:  # noqa: PLR0911
    day, today = line.at.astimezone(as_of.zone).date(), as_of.day
    if window != "ever" and "rolling_hours" in window:
        return as_of.at - timedelta(hours=window["rolling_hours"]) <= line.at < as_of.at
    if day > today:
        return False
    if window == "ever":
        return True
    if "last" in window:
        return day > back(today, {"n": window["last"], "unit": window["unit"]})
    if "before_last" in window:
        return day <= back(today, {"n": window["before_last"], "unit": window["unit"]})
    if "from" in window:
        return window["from"] <= day.isoformat() < window["to"]
    month, number = FESTIVALS[window["lunar"]]
    festival = occurrence_in(
        Anniversary(month, number, is_lunar=True), today.year - {"this": 0, "last": 1}[window["year"]]
    )
    first, last = window["offset_days"]
    return first <= (day - festival).days < last


def _field(row: Row, name: str) -> Any:
    return row.at.astimezone(ZONE).date() if name == "day" else getattr(row, name)


def _aggregate(function: str, of: str, rows: Sequence[Row]) -> Any:
    ordered = sorted(rows, key=lambda row: (row.at, row.later))
    values = [_field(row, of) for row in ordered]
    if function in {"first", "last"}:
        return values[0 if function == "first" else -1] if values else None
    known = [value for value in values if value is not None]
    if function == "distinct":
        return len(set(known))
    if function == "sum":
        return sum(known)
    if not known:
        return None
    return {"min": min, "max": max, "avg": lambda each: Fraction(sum(each), len(each))}[function](known)
