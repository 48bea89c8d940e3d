"""The purchase cycle: days between purchases, the customer's own and what to expect next."""

import ibis
import ibis.expr.types as ir

from tuanke.insights.distribution import distribution
from tuanke.insights.numbers import day_number

# The shop's median weighs as much as this many own gaps. Three: one or two gaps of a customer say little
# more than chance, from about six on the own rhythm leads.
PRIOR_GAPS = 3
# What to expect in a shop where nobody has bought on two days yet: a quarter, the season of group buying.
UNKNOWN_GAP_DAYS = 90.0
# Where the bands of the distribution begin, in days: week, fortnight, month, two, quarter, half-year, year.
BANDS = (1, 8, 15, 31, 61, 91, 181, 366)


def gaps(days: ir.Table) -> ir.Table:
    """One row per customer and purchase day, from `purchase_days`.

    Columns: customer_id, day, gap_days (since the previous purchase day, NULL for the first) and
    prior_gap_days (the gap before that one). Plain days: neighbouring days count as a gap of one.
    """
    bought = days.filter(days.bought)
    bought = bought.select("customer_id", "day", number=day_number(bought.day))
    ordered = ibis.window(group_by="customer_id", order_by="number")
    previous, before = (bought.number.lag(n).over(ordered) for n in (1, 2))
    return bought.select(
        "customer_id", "day", gap_days=bought.number - previous, prior_gap_days=previous - before
    )


def own_cycles(days: ir.Table) -> ir.Table:
    """One row per buyer: customer_id, gaps (how many), own_gap_days (their median, NULL without a gap)."""
    between = gaps(days)
    return between.group_by("customer_id").aggregate(
        gaps=between.gap_days.count(), own_gap_days=between.gap_days.median().cast("float64")
    )


def shop_cycle(cycles: ir.Table) -> ir.Table:
    """One row: shop_gap_days and shop_gap_customers, from `own_cycles`.

    The median of the repeat customers' own medians. Pooling all gaps instead would let a few frequent
    buyers, who have most of the gaps, call everybody else late.
    """
    return cycles.aggregate(
        shop_gap_days=cycles.own_gap_days.median().cast("float64"),
        shop_gap_customers=cycles.own_gap_days.count(),
    )


def expected_cycles(days: ir.Table, shop_gap_days: float) -> ir.Table:
    """`own_cycles` with expected_gap_days: the own median shrunk to the shop's on the log scale.

    exp((k ln shop + n ln own) / (k + n)), k = PRIOR_GAPS (domain L2 on logarithms, for gaps are skewed);
    one-time buyers get the shop's. Rounded to a millionth of a day: EXP and LN differ between engines in
    the last bits, and a state must not change on those.
    """
    cycles = own_cycles(days)
    own = ibis.coalesce(cycles.own_gap_days, shop_gap_days)
    weighted = PRIOR_GAPS * ibis.literal(shop_gap_days, type="float64").ln() + cycles.gaps * own.ln()
    return cycles.mutate(expected_gap_days=(weighted / (PRIOR_GAPS + cycles.gaps)).exp().round(6))


def cycle_distribution(cycles: ir.Table) -> ir.Table:
    """One row per band of days: from_days (one of BANDS), customers, share; from `own_cycles`.

    Repeat customers by their own median gap: each counts once, however often they buy. A band nobody is in
    has no row.
    """
    return distribution(cycles.rename(days="own_gap_days"), "days", BANDS, "customers")
