"""The statistics that suffice for the models, one row per buyer: what the fits are fed with."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.clv.observations import DAYS_PER_WEEK
from tuanke.insights.cycle import gaps
from tuanke.insights.numbers import day_number, number_of
from tuanke.insights.purchases import purchase_days


def summaries(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per customer with a purchase day up to `as_of`, from lines of shape ORDER_LINES.

    Columns: customer_id; frequency (purchase days minus one, x), recency and age (t_x and T, in weeks that
    are whole days, since the first purchase day), log_gaps (sum of ln gap in weeks, 0 without any);
    mean_revenue_fen and mean_margin_fen (net money after the first purchase day / x, NULL for x = 0): the
    first day's money is left out as in Fader & Hardie 2013. One order a day; a refund is none. Raises
    ValueError when `lines` has another shape.
    """
    days = purchase_days(lines, as_of)
    times = _times(days)
    later = days.inner_join(times.select("customer_id", "first"), "customer_id")
    later = later.filter(day_number(later.day) > later.first)
    money = later.group_by("customer_id").aggregate(
        revenue_fen=later.revenue_fen.sum(), margin_fen=later.margin_fen.sum()
    )
    row = times.left_join(money, "customer_id")
    repeats = row.frequency.nullif(0)
    return row.select(
        "customer_id",
        "frequency",
        "log_gaps",
        recency=(row.last - row.first) / DAYS_PER_WEEK,
        age=(number_of(as_of) - row.first) / DAYS_PER_WEEK,
        mean_revenue_fen=row.revenue_fen / repeats,
        mean_margin_fen=row.margin_fen / repeats,
    )


def _times(days: ir.Table) -> ir.Table:
    """Per buyer: frequency, first and last (day numbers) and log_gaps."""
    each = gaps(days)
    number = day_number(each.day)
    weeks = each.gap_days.cast("float64") / DAYS_PER_WEEK
    return each.group_by("customer_id").aggregate(
        frequency=each.count() - 1,
        first=number.min(),
        last=number.max(),
        log_gaps=ibis.coalesce(weeks.ln().sum(), 0.0),
    )
