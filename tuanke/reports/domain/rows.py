"""The rows a report counts, from each source in one shape: whose, when, and what is summed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.purchases import known_lines
from tuanke.reports.domain.breakdowns import ACTS, JOINED, LINES, PEOPLE, REFUNDS
from tuanke.reports.domain.periods import Days


@dataclass(frozen=True)
class Star:
    """The fact tables as expressions.

    `attributes` has a row per customer and a column per attribute, `values` a row per value of those that are
    `in_rows` (segments.domain.expression). `among`: whose rows count (customer_id); None: everybody's. `zone` is
    the shop's.
    """

    lines: ir.Table
    refunds: ir.Table
    interactions: ir.Table
    customers: ir.Table
    attributes: ir.Table
    values: ir.Table
    in_rows: frozenset[str]
    among: ir.Table | None
    zone: str


def rows_of(source: str, star: Star, days: Days, as_of: date, *, with_first: bool) -> ir.Table:
    """Rows of the days, with customer_id, day and the source's own.

    `with_first`: also first_on, the customer's first purchase day; it takes a pass over all lines.
    """
    rows = READERS[source](star, as_of)
    if with_first:
        rows = rows.left_join(_firsts(star, as_of), "customer_id").drop("customer_id_right")
    if star.among is not None:
        rows = rows.semi_join(star.among, "customer_id")
    if source == PEOPLE:  # who is in the archive is no matter of days
        return rows
    rows = rows.filter(rows.day < ibis.literal(days.end))
    return rows if days.first is None else rows.filter(rows.day >= ibis.literal(days.first))


def _firsts(star: Star, as_of: date) -> ir.Table:
    sales = known_lines(star.lines, as_of)
    sales = sales.filter(sales.is_sale)
    return sales.group_by("customer_id").aggregate(first_on=sales.ordered_on.min())


def _lines(star: Star, as_of: date) -> ir.Table:
    return known_lines(star.lines, as_of).rename(day="ordered_on", at="ordered_at")


def _refunds(star: Star, as_of: date) -> ir.Table:
    known = star.refunds.filter(star.refunds.ordered_on <= as_of)
    return known.rename(day="ordered_on", at="ordered_at")


def _acts(star: Star, as_of: date) -> ir.Table:
    known = star.interactions.filter(star.interactions.occurred_on <= as_of)
    return known.rename(day="occurred_on", at="occurred_at", act="type", act_channel="channel")


def _people(star: Star, _as_of: date) -> ir.Table:
    return star.customers.rename(day="created_on")


READERS: Mapping[str, Callable[[Star, date], ir.Table]] = {
    LINES: _lines,
    REFUNDS: _refunds,
    ACTS: _acts,
    PEOPLE: _people,
    JOINED: _people,
}
