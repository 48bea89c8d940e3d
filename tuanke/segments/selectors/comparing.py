"""Comparisons of a rule as conditions of PostgreSQL on a path of the ORM."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import FloatField, Q, Value

from tuanke.kit.rules import Comparison
from tuanke.kit.rules.vocabulary import MOVING
from tuanke.kit.rules.windows import AsOf, anniversaries_in, days_of

LOOKUPS: Mapping[str, Callable[[str, Any], Q]] = {
    "eq": lambda path, value: Q(**{path: value}),
    "ne": lambda path, value: ~Q(**{path: value}),
    "in": lambda path, value: Q(**{f"{path}__in": value}),
    "not_in": lambda path, value: ~Q(**{f"{path}__in": value}),
    "lt": lambda path, value: Q(**{f"{path}__lt": value}),
    "le": lambda path, value: Q(**{f"{path}__lte": value}),
    "gt": lambda path, value: Q(**{f"{path}__gt": value}),
    "ge": lambda path, value: Q(**{f"{path}__gte": value}),
    "on_day": lambda path, value: Q(**{path: value}),
    "before": lambda path, value: Q(**{f"{path}__lt": value}),
    "after": lambda path, value: Q(**{f"{path}__gt": value}),
    "between": lambda path, value: Q(**{f"{path}__range": value}),
    "contains": lambda path, value: Q(**{f"{path}__contains": value}),
    "starts_with": lambda path, value: Q(**{f"{path}__startswith": value}),
}


def holds(path: str, comparison: Comparison, as_of: AsOf, *, is_text: bool) -> Q:
    present = Q(**{f"{path}__isnull": False})
    if is_text:
        present &= ~Q(**{path: ""})
    if comparison.op == "is_set":
        return present
    if comparison.op == "is_not_set":
        return ~present
    if comparison.op in MOVING:
        return present & _moving(path, comparison, as_of)
    return present & LOOKUPS[comparison.op](path, _exact(comparison.value))


def _exact(value: Any) -> Any:
    """A fraction stays one: Django would cut it to compare it with a column of integers."""
    if isinstance(value, tuple):
        return tuple(_exact(one) for one in value)
    return Value(value, output_field=FloatField()) if isinstance(value, float) else value


def _moving(path: str, comparison: Comparison, as_of: AsOf) -> Q:
    if comparison.op == "anniversary_in":
        months: dict[int, list[int]] = {}
        for month, day in anniversaries_in(comparison.value, as_of.day):
            months.setdefault(month, []).append(day)
        each = (Q(**{f"{path}__month": month, f"{path}__day__in": days}) for month, days in months.items())
        return reduce(or_, each)
    first, end = days_of(comparison.op, comparison.value, as_of.day)
    return Q(**{f"{path}__gte": first, f"{path}__lt": end})
