"""Repurchase: whether customers come back, and how soon. The one implementation in the product."""

from collections.abc import Sequence
from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import day_number, int64, number_of
from tuanke.insights.purchases import purchase_days
from tuanke.insights.stats import Z95

HORIZONS = (30, 60, 90, 365)


def repurchase_rate(lines: ir.Table, as_of: date, since: date | None = None) -> ir.Table:
    """One row: customers, repeat_customers, rate (design §9; domain L4a).

    A customer repurchased with orders on two or more business days up to `as_of`, from `since` on when
    given; the rate is over customers with at least one order there, NULL without any.
    """
    days = purchase_days(lines, as_of)
    bought = days.filter(days.bought)
    if since is not None:
        bought = bought.filter(bought.day >= since)
    counts = returned(bought)
    return counts.mutate(rate=counts.repeat_customers / counts.customers.nullif(0))


def returned(bought: ir.Table, by: Sequence[str] = ()) -> ir.Table:
    """Customers who bought on two or more days, per value of the columns `by` (none: one row).

    `bought`: customer_id, day and `by`, any number of rows a day. Columns: by…, customers, repeat_customers.
    """
    each = bought.aggregate(days=bought.day.nunique(), by=[*by, "customer_id"])
    return each.aggregate(customers=each.count(), repeat_customers=each.count(where=each.days > 1), by=[*by])


def second_order(lines: ir.Table, as_of: date, horizons: Sequence[int] = HORIZONS) -> ir.Table:
    """Share of buyers with a second purchase day within N days of the first (domain L4b).

    One row per horizon: horizon_days, customers, at_risk (still without second purchase and known for N
    days or buying on day N), events (second purchases within N), share, low, high. Kaplan–Meier: customers
    still waiting count for as long as they are known, so recent ones neither lower the share nor are left
    out. The interval is Greenwood's at 95 %, clipped to [0, 1]. NULL when nobody has been known for N
    days, and for the interval when no customer was left without a second purchase.
    Raises ValueError for no horizon or one below a day.
    """
    if not horizons or min(horizons) < 1:
        raise ValueError(f"horizons are {tuple(horizons)}, not days above zero")
    waits = _waits(lines, as_of)
    steps = _steps(waits)
    rows = [_at_horizon(waits, steps, horizon) for horizon in horizons]
    return ibis.union(*rows) if len(rows) > 1 else rows[0]


def second_order_curve(lines: ir.Table, as_of: date) -> ir.Table:
    """The curve behind `second_order`: one row per number of days after which somebody bought again.

    Columns: days, at_risk (just before), events, share (with a second purchase day within `days`), low, high
    (Greenwood at 95 %, clipped; NULL from the step on that leaves nobody waiting). Between two rows the
    share stays that of the earlier one (domain L4b).
    """
    steps = _steps(_waits(lines, as_of))
    left = steps.at_risk - steps.events
    so_far = ibis.window(order_by="waited", rows=(None, 0))
    curve = steps.select(
        days=steps.waited,
        at_risk=int64(steps.at_risk),
        events=int64(steps.events),
        emptied=left.min().over(so_far) == 0,
        log_waiting=(left.nullif(0) / steps.at_risk).ln().sum().over(so_far),
        greenwood=(steps.events / (steps.at_risk * left.nullif(0))).sum().over(so_far),
    )
    share, half = _share_and_half(curve)
    return curve.select("days", "at_risk", "events", share=share, **_bounds(share, half))


def _waits(lines: ir.Table, as_of: date) -> ir.Table:
    """Per buyer: known (days since the first purchase), days waited, and whether a second one came."""
    days = purchase_days(lines, as_of)
    bought = days.filter(days.bought)
    bought = bought.select("customer_id", number=day_number(bought.day))
    order = ibis.row_number().over(group_by="customer_id", order_by="number")
    ranked = bought.mutate(position=order)
    pair = ranked.group_by("customer_id").aggregate(
        first=ranked.number.min(), second=ranked.number.min(where=ranked.position == 1)
    )
    known = number_of(as_of) - pair.first
    return pair.select(
        known=known, came=pair.second.notnull(), waited=ibis.coalesce(pair.second - pair.first, known)
    )


def _steps(waits: ir.Table) -> ir.Table:
    """Per day with a second purchase: events, and at_risk just before it."""
    on_day = waits.group_by("waited").aggregate(n=waits.count(), events=waits.count(where=waits.came))
    later = ibis.window(order_by=on_day.waited.desc(), rows=(None, 0))
    steps = on_day.select("waited", "events", at_risk=on_day.n.sum().over(later))
    return steps.filter(steps.events > 0)


def _at_horizon(waits: ir.Table, steps: ir.Table, horizon: int) -> ir.Table:
    """The row of one horizon."""
    within = steps.filter(steps.waited <= horizon)
    left = within.at_risk - within.events
    curve = within.aggregate(
        events=ibis.coalesce(within.events.sum(), 0),
        # a product as a sum of logarithms; the step that leaves nobody has none and is told apart
        log_waiting=ibis.coalesce((left.nullif(0) / within.at_risk).ln().sum(), 0.0),
        emptied=within.count(where=left == 0) > 0,
        greenwood=ibis.coalesce((within.events / (within.at_risk * left.nullif(0))).sum(), 0.0),
    )
    counts = waits.aggregate(
        customers=waits.count(),
        at_risk=waits.count(where=waits.waited >= horizon),
        observed=waits.count(where=waits.known >= horizon) > 0,
    )
    row = counts.cross_join(curve)
    share, half = _share_and_half(row)
    share = ibis.ifelse(row.observed, share, ibis.null("float64"))
    return row.select(
        int64(ibis.literal(horizon)).name("horizon_days"),
        "customers",
        "at_risk",
        int64(row.events).name("events"),
        share=share,
        **_bounds(share, half),
    )


def _share_and_half(row: ir.Table) -> tuple[ir.FloatingValue, ir.FloatingValue]:
    """1 - S and half the width of its interval; no width where nobody is left waiting."""
    waiting = ibis.ifelse(row.emptied, 0.0, row.log_waiting.exp())
    half = ibis.ifelse(row.emptied, ibis.null("float64"), waiting * row.greenwood.sqrt() * Z95)
    return 1 - waiting, half


def _bounds(share: ir.FloatingValue, half: ir.FloatingValue) -> dict[str, ir.FloatingValue]:
    """GREATEST and LEAST pass over NULL on both engines, so the missing bound is put back."""
    none = ibis.null("float64")
    return {
        "low": ibis.ifelse((share - half).isnull(), none, ibis.greatest(share - half, 0.0)),
        "high": ibis.ifelse((share + half).isnull(), none, ibis.least(share + half, 1.0)),
    }
