"""How often two goods would meet if nobody meant them to."""

import ibis
import ibis.expr.types as ir

from tuanke.insights.stats import Z95


def beyond_chance(pairs: ir.Table, sizes: ir.Table, shares: ir.Table) -> ir.Table:
    """`pairs` (x, y, together) with expected, lift and lift_low, the lower end of its 95 % interval.

    `sizes` has x, others and times: so many times x was bought with so many other goods; `shares` has y and
    share, that of y among all that was bought. E[XY] = Σ times (1 - (1 - share_y)^others): who buys much
    meets everything, and a plain lift would call that a relation (Linden, Smith & York's item-to-item,
    corrected as in Smith & Linden 2017; analytics 2.4). The interval is that of a Poisson count, by its
    square root.
    """
    each = pairs.inner_join(shares, "y").inner_join(sizes, "x")
    missed = (1 - each.share) ** each.others
    found = each.group_by("x", "y", "together").aggregate(expected=(each.times * (1 - missed)).sum())
    root = ibis.greatest(found.together.cast("float64").sqrt() - Z95 / 2, 0.0)
    return found.mutate(lift=found.together / found.expected, lift_low=root * root / found.expected)
