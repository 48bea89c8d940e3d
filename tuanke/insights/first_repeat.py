"""What a first order brings and what a repeat order brings, for this shop (A9-10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import int64
from tuanke.insights.purchases import known_lines
from tuanke.insights.stats import Interval, Mean, difference_of_means, relative_difference

FIRST, REPEAT = "first", "repeat"


@dataclass(frozen=True)
class Difference:
    """Margin per repeat order less that per first order, in fen, and relative to it where that is sure."""

    value: float
    interval: Interval
    relative: Interval | None

    @property
    def is_sure(self) -> bool:
        return self.interval.low > 0 or self.interval.high < 0


def first_and_repeat(lines: ir.Table, as_of: date) -> ir.Table:
    """Up to two rows, kind 'first' (orders of a customer's first purchase day) and 'repeat' (all later ones).

    Columns: kind, customers, orders, revenue_fen, margin_fen, mean_margin_fen (margin / orders),
    standard_error_fen (NULL below two customers). An order's money is that of all its rows, refunds under its
    number included; refunds without an order belong to neither. A customer's orders are alike, so the error
    is that of a ratio of customers' totals (Cochran 1977, ch. 6; domain L10a, clusters), not of single orders.
    """
    placed = _placed(lines, as_of)
    each = placed.group_by("kind", "customer_id").aggregate(
        orders=placed.count(), revenue_fen=placed.revenue_fen.sum(), margin_fen=placed.margin_fen.sum()
    )
    n, m = each.orders.cast("float64"), each.margin_fen.cast("float64")
    sums = each.group_by("kind").aggregate(
        customers=each.count(),
        orders=each.orders.sum(),
        revenue_fen=each.revenue_fen.sum(),
        margin_fen=each.margin_fen.sum(),
        nn=(n * n).sum(),
        nm=(n * m).sum(),
        mm=(m * m).sum(),
    )
    return _with_error(sums)


def by_month(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per month with an order and kind: month, kind, customers, orders, revenue_fen, margin_fen.

    `month` is its first day. An order belongs to the month and day of its first sale with all of its
    money, as in `first_and_repeat`.
    """
    placed = _placed(lines, as_of)
    month = ibis.date(placed.day.year(), placed.day.month(), ibis.literal(1))
    sums = placed.group_by("kind", month=month).aggregate(
        customers=placed.customer_id.nunique(),
        orders=placed.count(),
        revenue_fen=placed.revenue_fen.sum(),
        margin_fen=placed.margin_fen.sum(),
    )
    return sums.mutate(revenue_fen=int64(sums.revenue_fen), margin_fen=int64(sums.margin_fen))


def _placed(lines: ir.Table, as_of: date) -> ir.Table:
    """`_orders` with their kind."""
    orders = _orders(lines, as_of)
    first_on = orders.day.min().over(ibis.window(group_by="customer_id"))
    return orders.mutate(kind=ibis.ifelse(orders.day == first_on, FIRST, REPEAT))


def _orders(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per order with a sale: customer_id, day (of its first sale), revenue_fen, margin_fen."""
    known = known_lines(lines, as_of)
    orders = known.group_by("customer_id", "order_id").aggregate(
        day=known.ordered_on.min(where=known.is_sale),
        revenue_fen=known.revenue_fen.sum(),
        margin_fen=known.margin_fen.sum(),
    )
    return orders.filter(orders.day.notnull())


def _with_error(sums: ir.Table) -> ir.Table:
    mean = sums.margin_fen / sums.orders
    spread = ibis.greatest(sums.mm - 2 * mean * sums.nm + mean * mean * sums.nn, 0.0)
    corrected = spread * sums.customers / (sums.customers - 1).nullif(0)
    return sums.select(
        "kind",
        "customers",
        orders=int64(sums.orders),
        revenue_fen=int64(sums.revenue_fen),
        margin_fen=int64(sums.margin_fen),
        mean_margin_fen=mean,
        standard_error_fen=corrected.sqrt() / sums.orders,
    )


def difference(found: Mapping[str, Mapping[str, Any]]) -> Difference | None:
    """From the rows of `first_and_repeat` by kind; None where either is missing or too few for an error."""
    rows = [found.get(kind) for kind in (REPEAT, FIRST)]
    repeat, first = (
        None
        if row is None or row["standard_error_fen"] is None
        else Mean(row["mean_margin_fen"], row["standard_error_fen"])
        for row in rows
    )
    if repeat is None or first is None:
        return None
    return Difference(
        repeat.value - first.value, difference_of_means(repeat, first), relative_difference(repeat, first)
    )
