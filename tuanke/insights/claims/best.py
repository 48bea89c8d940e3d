"""Whether the best customers still order: the best fifth on one day, and what they did after it."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tuanke.insights.purchases import purchase_days

WINDOW_DAYS, HORIZON_DAYS = 182, 91
YEAR_DAYS = 364  # whole weeks


def best_then(lines: ir.Table, origin: date) -> ir.Table:
    """The best fifth by margin of those who bought in the WINDOW_DAYS up to `origin`: customer_id, ordered.

    `ordered`: on any of the HORIZON_DAYS after it. Half a year and no lifetime: else a shop that grows older
    would see its best grow colder.
    """
    days = purchase_days(lines, origin + timedelta(days=HORIZON_DAYS))
    before = days.filter((days.day <= origin) & (days.day > origin - timedelta(days=WINDOW_DAYS)))
    sums = before.group_by("customer_id").aggregate(
        margin_fen=before.margin_fen.sum(), bought=before.bought.any()
    )
    buyers = sums.filter(sums.bought)
    order = [buyers.margin_fen.desc(), buyers.customer_id]
    ranked = buyers.mutate(place=ibis.row_number().over(order_by=order), n=buyers.count().over(ibis.window()))
    best = ranked.filter((ranked.place + 1) * 5 <= ranked.n)
    later = days.filter(days.bought & (days.day > origin)).select("customer_id").distinct().mutate(came=True)
    both = best.select("customer_id").left_join(later, "customer_id")
    return both.select("customer_id", ordered=both.came.notnull())


def earlier_origin(origin: date, first_on: date) -> date | None:
    """The day to compare with: a year before where the shop was open long enough, else a quarter; else none."""
    for back in (YEAR_DAYS, HORIZON_DAYS):
        if origin - timedelta(days=back + WINDOW_DAYS) >= first_on:
            return origin - timedelta(days=back)
    return None
