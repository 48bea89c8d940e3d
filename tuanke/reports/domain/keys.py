"""The value of a breakdown in each row, as text; empty where it is not known."""

from collections.abc import Callable, Mapping
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from tuanke.reports.domain.breakdowns import BREAKDOWNS
from tuanke.reports.domain.rows import Star
from tuanke.segments.domain.expression import column_of

FIRST, REPEAT = "first", "repeat"
DAY = "%Y-%m-%d"  # what is truncated is a moment on one engine and a day on the other
UTC = dt.Timestamp(timezone="UTC")


@ibis.udf.scalar.builtin(signature=((dt.string, UTC), dt.timestamp))  # type: ignore[untyped-decorator]
def timezone(zone: str, at: ir.TimestampValue) -> ir.TimestampValue:
    """DuckDB's: the moment as the clocks of the zone show it."""


def with_key(rows: ir.Table, name: str, number: int, star: Star) -> ir.Table:
    """The rows with the column `k<number>`."""
    column = f"k{number}"
    if name in BREAKDOWNS:
        return rows.mutate(**{column: _as_text(KEYS[name](rows, star))})
    joined = rows.left_join(_attribute(name, column, star), "customer_id").drop("customer_id_right")
    return joined.mutate(**{column: _as_text(joined[column])})


def _attribute(name: str, column: str, star: Star) -> ir.Table:
    if name not in star.in_rows:
        return star.attributes.select("customer_id", **{column: star.attributes[column_of(name)]})
    held = star.values.filter(star.values["name"] == name)
    return held.group_by("customer_id").aggregate(**{column: held["text"].max()})


def _as_text(value: ir.Value) -> ir.StringValue:
    return value.cast("string").fill_null("")


def _truncated(unit: str) -> Callable[[ir.Table, Star], ir.Value]:
    return lambda rows, _star: rows.day.truncate(unit).strftime(DAY)


def _column(name: str) -> Callable[[ir.Table, Star], ir.Value]:
    return lambda rows, _star: rows[name]


def _hour(rows: ir.Table, star: Star) -> ir.Value:
    """Of the shop's clock. Midnight sharp is how a file without times arrives: no hour is known."""
    local: Any = timezone(star.zone, rows["at"].cast(UTC))
    midnight = (local.hour() == 0) & (local.minute() == 0) & (local.second() == 0)
    return ibis.ifelse(midnight, ibis.null("int64"), local.hour().cast("int64"))


def _first_or_repeat(rows: ir.Table, _star: Star) -> ir.Value:
    """Orders of the customer's first purchase day are first; a refund without an order is neither."""
    kind = ibis.ifelse(rows.day == rows.first_on, FIRST, REPEAT)
    return ibis.ifelse(rows.is_order, kind, ibis.null("string"))


KEYS: Mapping[str, Callable[[ir.Table, Star], ir.Value]] = {
    "day": _column("day"),
    "week": _truncated("W"),
    "month": _truncated("M"),
    "quarter": _truncated("Q"),
    "year": _truncated("Y"),
    "month_of_year": lambda rows, _star: rows.day.month(),
    "weekday": lambda rows, _star: rows.day.day_of_week.index(),
    "hour": _hour,
    "category": _column("category"),
    "product": _column("product_id"),
    "first_or_repeat": _first_or_repeat,
    "cohort": lambda rows, _star: rows.first_on.truncate("M").strftime(DAY),
    "act": _column("act"),
    "act_channel": _column("act_channel"),
}
