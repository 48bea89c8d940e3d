"""Repurchase within N days, cohort by cohort (A9-09): whether newer customers come back as the older ones did."""

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, int64, number_of
from tuanke.insights.purchases import purchase_days
from tuanke.insights.repurchase import HORIZONS


def repurchase_by_cohort(lines: ir.Table, as_of: date, horizons: Sequence[int] = HORIZONS) -> ir.Table:
    """One row per month of the first purchase and horizon: cohort, horizon_days, size, again.

    `again`: members with a second purchase day within so many days of their first; NULL while any member has
    been known for less (domain L4b, L4c: incomplete is blank, not 0), so that again / size is a plain share.
    """
    days = purchase_days(lines, as_of)
    bought = days.filter(days.bought).select("customer_id", "day", number=day_number(days.day))
    numbers = bought.mutate(first=bought.number.min().over(ibis.window(group_by="customer_id")))
    people = numbers.group_by("customer_id", "first").aggregate(
        first_on=numbers.day.min(), second=numbers.number.min(where=numbers.number > numbers["first"])
    )
    people = people.mutate(
        cohort=ibis.date(people.first_on.year(), people.first_on.month(), ibis.literal(1)),
        waited=people["second"] - people["first"],
    )
    rows = [_at_horizon(people, number_of(as_of), horizon) for horizon in horizons]
    return ibis.union(*rows) if len(rows) > 1 else rows[0]


def _at_horizon(people: ir.Table, today: int, horizon: int) -> ir.Table:
    is_back = ibis.coalesce(people.waited, horizon + 1) <= horizon  # Spark counts what may be NULL as NULL
    sums = people.group_by("cohort").aggregate(
        size=people.count(), newest=people["first"].max(), again=people.count(where=is_back)
    )
    return sums.select(
        "cohort",
        int64(ibis.literal(horizon)).name("horizon_days"),
        "size",
        again=ibis.ifelse(sums.newest + horizon <= today, sums.again, ibis.null("int64")),
    )
