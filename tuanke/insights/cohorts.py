"""Monthly cohorts: of those who first bought in one month, how many buy in each month after."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import int64
from tuanke.insights.purchases import purchase_days


def monthly_cohorts(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per cohort and month from +0 up to the month of `as_of` (domain L4c, classic retention).

    Columns: cohort (first day of the month of the first purchase), month (k of +k), size, buyers (of the
    cohort, in month +k), retention (buyers / size), revenue_fen, margin_fen (net, of the cohort in that month). A
    complete month without purchases is 0; the month of `as_of`, unless it ends that day, is NULL. Refunds
    before a customer's first purchase belong to no cohort month.
    """
    days = purchase_days(lines, as_of)
    days = days.mutate(month_number=_month_number(days.day))
    members = days.group_by("customer_id").aggregate(start=days.month_number.min(where=days.bought))
    members = members.filter(members.start.notnull())
    done = days.inner_join(members, "customer_id")
    done = done.mutate(month=done.month_number - done.start)
    cells = done.group_by("start", "month").aggregate(
        buyers=done.customer_id.nunique(where=done.bought),
        revenue_fen=done.revenue_fen.sum(),
        margin_fen=done.margin_fen.sum(),
    )
    sizes = members.group_by("start").aggregate(size=members.count())
    grid = _grid(sizes, as_of).left_join(cells, ["start", "month"])
    return _finished(grid, as_of)


def _grid(sizes: ir.Table, as_of: date) -> ir.Table:
    """Each cohort with every month up to the one of `as_of`."""
    ahead = ibis.range(0, as_of.year * 12 + as_of.month - sizes.start)
    return sizes.select("start", "size", month=ahead.unnest().cast("int64"))


def _finished(grid: ir.Table, as_of: date) -> ir.Table:
    """Counts of complete months, NULL in the running one."""
    running = as_of.year * 12 + as_of.month - 1
    complete = (grid.start + grid.month < running) | ((as_of + timedelta(days=1)).day == 1)
    buyers = ibis.ifelse(complete, ibis.coalesce(grid.buyers, 0), ibis.null("int64"))
    money = {
        name: ibis.ifelse(complete, ibis.coalesce(int64(grid[name]), 0), ibis.null("int64"))
        for name in ("revenue_fen", "margin_fen")
    }
    return grid.select(
        ibis.date(grid.start // 12, grid.start % 12 + 1, ibis.literal(1)).name("cohort"),
        "month",
        "size",
        buyers=buyers,
        retention=buyers / grid.size,
        **money,
    )


def _month_number(day: ir.DateColumn) -> ir.IntegerColumn:
    """Months since year 0, so that neighbouring months are neighbouring integers."""
    return day.year().cast("int64") * 12 + day.month() - 1
