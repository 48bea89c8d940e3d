"""Comparisons of a rule as Ibis expressions. Two-valued: whoever has no value is false, never null."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.types as ir

from tuanke.kit.rules import Comparison
from tuanke.kit.rules.anniversaries import solar_days_in
from tuanke.kit.rules.vocabulary import MOVING
from tuanke.kit.rules.windows import AsOf, days_of

COMPARE: Mapping[str, Callable[[Any, Any], Any]] = {
    "eq": lambda column, value: column == value,
    "ne": lambda column, value: column != value,
    "lt": lambda column, value: column < value,
    "le": lambda column, value: column <= value,
    "gt": lambda column, value: column > value,
    "ge": lambda column, value: column >= value,
    "on_day": lambda column, value: column == value,
    "before": lambda column, value: column < value,
    "after": lambda column, value: column > value,
    "between": lambda column, value: (column >= value[0]) & (column <= value[1]),
    "in": lambda column, value: column.isin(value),
    "not_in": lambda column, value: ~column.isin(value),
    "contains": lambda column, value: column.contains(value),
    "starts_with": lambda column, value: column.startswith(value),
}


def holds(column: ir.Column, comparison: Comparison, as_of: AsOf) -> ir.BooleanValue:
    if comparison.op == "is_set":
        return column.notnull()
    if comparison.op == "is_not_set":
        return column.isnull()
    if comparison.op in MOVING:
        return column.notnull() & _moving(column, comparison, as_of)
    return compare(column, comparison.op, comparison.value)


def compare(column: ir.Column, op: str, value: Any) -> ir.BooleanValue:
    return column.notnull() & COMPARE[op](column, value)


def _moving(column: ir.DateColumn, comparison: Comparison, as_of: AsOf) -> ir.BooleanValue:
    """Days that come and go with the day the rule is asked on."""
    if comparison.op == "anniversary_in":
        return (column.month() * 100 + column.day()).isin(solar_days_in(comparison.value, as_of.day))
    first, end = days_of(comparison.op, comparison.value, as_of.day)
    return (column >= ibis.literal(first)) & (column < ibis.literal(end))
