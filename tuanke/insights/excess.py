"""How far somebody lies above what their own exposure would bring anybody, believed as far as it is evidence."""

import ibis
import ibis.expr.types as ir


def shrunk(sums: ir.Table) -> ir.Table:
    """`sums`, one row per customer, with effect and error (its standard deviation).

    Needs `excess`, what happened less what was expected, and `information`, the variance of that when the
    customer is like anybody. effect = excess / (information + 1/τ²): from 0 one step of Newton's to the
    posterior mode of log-odds, a log rate or a mean. τ² by moments over all customers (domain L2); 0 when
    they differ no more than chance, and then every effect is 0.
    """
    spread = sums.aggregate(
        variance=ibis.greatest(
            (sums.excess * sums.excess - sums.information).sum()
            / (sums.information * sums.information).sum().nullif(0),
            0.0,
        )
    )
    beside = sums.cross_join(spread)
    weight = beside.variance / (1 + beside.variance * beside.information)
    return beside.mutate(effect=beside.excess * weight, error=weight.sqrt()).drop("variance")
