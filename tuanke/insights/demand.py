"""Demand per week: how much of each category or product was asked for, week by week."""

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import MONDAY, WEEK, date_after, day_number, int64, number_of
from tuanke.insights.purchases import known_lines


def weekly_demand(
    lines: ir.Table, as_of: date, by: str = "category", groups: Sequence[int | str] | None = None
) -> ir.Table:
    """One row per group and complete week from the group's first one on: {by}, week, quantity, revenue_fen.

    `by` is category or product_id; lines that name none are left out. `groups` are those that are wanted; a
    catalogue of many thousands over many years is more rows than anybody looks at. `week` is its Monday. `quantity` is
    what was sold (a line that names no quantity is one), before returns: what came back was asked for all the
    same; `revenue_fen` likewise. Weeks without a sale are 0. Weeks that began before the shop's first day, or
    end after `as_of`, are left out: part of a week is no week's demand.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale)
    sales = sales.mutate(number=day_number(sales.ordered_on))
    sales = sales.mutate(week_number=(sales.number + MONDAY) // WEEK)
    start = sales.aggregate(first_week=(sales.number.min() + MONDAY + WEEK - 1) // WEEK)
    last_week = (number_of(as_of) + 1 + MONDAY) // WEEK - 1
    wanted = sales[by].notnull() if groups is None else sales[by].isin(groups)
    named = sales.filter(wanted).cross_join(start)
    named = named.filter((named.week_number >= named.first_week) & (named.week_number <= last_week))
    asked = ibis.greatest(ibis.coalesce(named.quantity, 1), 0)
    weeks = named.group_by(by, "week_number").aggregate(
        quantity=asked.sum(), revenue_fen=named.revenue_fen.sum()
    )
    grid = _grid(weeks, by, last_week).left_join(weeks, [by, "week_number"])
    return grid.select(
        by,
        week=date_after(ibis.literal(date(1970, 1, 1)), grid.week_number * WEEK - MONDAY),
        quantity=ibis.coalesce(int64(grid.quantity), 0),
        revenue_fen=ibis.coalesce(int64(grid.revenue_fen), 0),
    )


def _grid(weeks: ir.Table, by: str, last_week: int) -> ir.Table:
    """Each group with every week from its first to the last complete one."""
    firsts = weeks.group_by(by).aggregate(first=weeks.week_number.min())
    return firsts.select(by, week_number=ibis.range(firsts.first, last_week + 1).unnest().cast("int64"))
