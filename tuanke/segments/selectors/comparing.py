"""Comparisons of a rule as conditions of PostgreSQL on an expression of the ORM."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import FloatField, Q, Value
from django.db.models.functions import ExtractDay, ExtractMonth
from django.db.models.lookups import (
    Contains,
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
    StartsWith,
)

from tuanke.kit.rules import Comparison
from tuanke.kit.rules.anniversaries import solar_days_in
from tuanke.kit.rules.vocabulary import MOVING
from tuanke.kit.rules.windows import AsOf, days_of

COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": Exact,
    "ne": lambda value, other: ~Q(Exact(value, other)),
    "in": In,
    "not_in": lambda value, other: ~Q(In(value, other)),
    "lt": LessThan,
    "le": LessThanOrEqual,
    "gt": GreaterThan,
    "ge": GreaterThanOrEqual,
    "on_day": Exact,
    "before": LessThan,
    "after": GreaterThan,
    "between": lambda value, ends: Q(GreaterThanOrEqual(value, ends[0])) & Q(LessThanOrEqual(value, ends[1])),
    "contains": Contains,
    "starts_with": StartsWith,
}


def holds(value: Any, comparison: Comparison, as_of: AsOf, *, is_text: bool) -> Q:
    present = ~Q(IsNull(value, True))  # noqa: FBT003
    if is_text:
        present &= ~Q(Exact(value, Value("")))
    if comparison.op == "is_set":
        return present
    if comparison.op == "is_not_set":
        return ~present
    if comparison.op in MOVING:
        return present & _moving(value, comparison, as_of)
    return present & compare(value, comparison.op, comparison.value)


def compare(value: Any, op: str, other: Any) -> Q:
    """Unknown, not false, where there is no value."""
    return Q(COMPARE[op](value, _exact(other)))


def _exact(value: Any) -> Any:
    """A fraction stays one: Django would cut it to compare it with a column of integers."""
    if isinstance(value, tuple):
        return tuple(_exact(one) for one in value)
    return Value(value, output_field=FloatField()) if isinstance(value, float) else value


def _moving(value: Any, comparison: Comparison, as_of: AsOf) -> Q:
    if comparison.op == "anniversary_in":
        code = ExtractMonth(value) * 100 + ExtractDay(value)
        return Q(In(code, solar_days_in(comparison.value, as_of.day)))
    first, end = days_of(comparison.op, comparison.value, as_of.day)
    return Q(GreaterThanOrEqual(value, first)) & Q(LessThan(value, end))
