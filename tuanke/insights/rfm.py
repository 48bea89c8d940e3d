"""Recency, frequency, money: in the window and over the lifetime, and their quintile scores."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

from tuanke.insights.cuts import quintile_score
from tuanke.insights.numbers import day_number, half_up, int64, number_of
from tuanke.insights.purchases import known_lines

if TYPE_CHECKING:
    from tuanke.insights.parameters import Parameters

RECENT_DAYS = (28, 91)


def activity(lines: ir.Table, as_of: date, window_days: int = 365) -> ir.Table:
    """One row per customer with any line up to `as_of` (Hughes 1994; domain L1, B2, B3).

    Columns: customer_id; recency_days (since the last purchase day), frequency (purchase days in the
    window), monetary_fen (net money in the window); over the lifetime orders, purchase_days, revenue_fen,
    margin_fen, first_on, last_on, aov_fen (revenue / orders, half up); purchase_days_28d and _91d, those of
    the last four and thirteen weeks. The window is the `window_days` business days that end with `as_of`. A
    customer with refunds only has zero counts and NULL elsewhere.
    """
    table = recency_frequency_money(lines, as_of, window_days)
    joined = table.left_join(_distinct_orders(lines, as_of), "customer_id").drop("customer_id_right")
    orders = ibis.coalesce(joined.orders, 0)
    return joined.mutate(orders=orders, aov_fen=half_up(joined.revenue_fen / orders.nullif(0)))


def recency_frequency_money(lines: ir.Table, as_of: date, window_days: int = 365) -> ir.Table:
    """The table of `activity` without orders and aov_fen, which cost about as much as all the rest."""
    # days and money apart: a grouping by day that carries no sums is the cheaper by more than the second scan
    table = _money(lines, as_of, window_days).left_join(_days(lines, as_of, window_days), "customer_id")
    counts = ("frequency", "purchase_days", *(f"purchase_days_{back}d" for back in RECENT_DAYS))
    return table.drop("customer_id_right").mutate(
        **{name: ibis.coalesce(table[name], 0) for name in counts},
        recency_days=number_of(as_of) - day_number(table.last_on),
    )


def _money(lines: ir.Table, as_of: date, window_days: int) -> ir.Table:
    known = known_lines(lines, as_of)
    recent = known.ordered_on > as_of - timedelta(days=window_days)
    sums = known.group_by("customer_id").aggregate(
        monetary_fen=ibis.coalesce(known.revenue_fen.sum(where=recent), 0),
        revenue_fen=known.revenue_fen.sum(),
        margin_fen=known.margin_fen.sum(),
    )
    return sums.mutate(
        monetary_fen=int64(sums.monetary_fen),
        revenue_fen=int64(sums.revenue_fen),
        margin_fen=int64(sums.margin_fen),
    )


def _days(lines: ir.Table, as_of: date, window_days: int) -> ir.Table:
    known = known_lines(lines, as_of)
    days = known.filter(known.is_sale).select("customer_id", day="ordered_on").distinct()
    within = {"frequency": window_days, **{f"purchase_days_{back}d": back for back in RECENT_DAYS}}
    return days.group_by("customer_id").aggregate(
        purchase_days=days.count(),
        first_on=days.day.min(),
        last_on=days.day.max(),
        **{name: days.count(where=days.day > as_of - timedelta(days=back)) for name, back in within.items()},
    )


def _distinct_orders(lines: ir.Table, as_of: date) -> ir.Table:
    """Orders over the lifetime; counted apart, for the sales of one order may fall on two days."""
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale)
    return sales.group_by("customer_id").aggregate(orders=sales.order_id.nunique())


def scores(table: ir.Table, parameters: "Parameters") -> dict[str, ir.IntegerColumn]:
    """The columns r_score, f_score, m_score (1–5, 5 is best) of a table with the columns of `activity`.

    By the frozen quintiles of the customers who bought in the window; one who bought only before it scores
    by the same cut-offs, hence low; one who never bought has no score (NULL).
    """
    ever = table.purchase_days > 0
    by_column = {
        "r_score": quintile_score(table.recency_days, parameters.recency_cuts, lower_is_better=True),
        "f_score": quintile_score(table.frequency, parameters.frequency_cuts),
        "m_score": quintile_score(table.monetary_fen, parameters.monetary_cuts),
    }
    return {name: ibis.ifelse(ever, score, ibis.null("int64")) for name, score in by_column.items()}


def grid(table: ir.Table) -> ir.Table:
    """How many customers stand where: one row per pair of scores that anybody has.

    `table` has the columns of CUSTOMER_SCORES. Columns: r_score, f_score, customers, revenue_fen, margin_fen.
    """
    scored = table.filter(table.r_score.notnull())
    cells = scored.group_by("r_score", "f_score").aggregate(
        customers=scored.count(), revenue_fen=scored.revenue_fen.sum(), margin_fen=scored.margin_fen.sum()
    )
    return cells.mutate(revenue_fen=int64(cells.revenue_fen), margin_fen=int64(cells.margin_fen))
