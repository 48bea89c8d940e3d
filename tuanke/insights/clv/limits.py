"""Limits of the models that data may prefer to any parameters: recognised, and called by name."""

from tuanke.insights.clv.newton import HIGHEST, Likelihood
from tuanke.insights.clv.observations import Floats

NO_ORDERS = "no_orders"  # nobody ordered again: the rate is zero
NO_DROPOUT = "no_dropout"  # nobody leaves: the negative binomial model
EQUAL_RATES = "equal_rates"  # all customers order at one rate
EQUAL_DROPOUT = "equal_dropout"  # all customers leave at one rate, or with one probability

_AS_GOOD = 1e-4  # of log-likelihood: what a limit may lose and still be as good
_NEXT_TO_NOTHING = 1e-9
_FAR = 0.02


def limit_reached(likelihood: Likelihood, theta: Floats, value: float) -> str | None:
    """The first limit that is as likely as the fitted parameters (r, alpha, then two of dropout)."""
    r, _, dropout, stay = theta
    # a fit that a limit draws goes far before it stops, so only then a look at the limit is worth its time
    drawn = {NO_DROPOUT: dropout < _FAR * stay, EQUAL_RATES: _FAR * r > 1, EQUAL_DROPOUT: _FAR * dropout > 1}
    for name, there in _limits(theta).items():
        if drawn[name] and likelihood(there).value >= value - _AS_GOOD:
            return name
    return None


def _limits(theta: Floats) -> dict[str, Floats]:
    """The parameters moved to each limit; pairs grow together, so that their ratio stays."""
    rates, dropout = (max(HIGHEST / pair.max(), 1.0) for pair in (theta[:2], theta[2:]))
    return {
        NO_DROPOUT: theta * [1, 1, _NEXT_TO_NOTHING, 1],
        EQUAL_RATES: theta * [rates, rates, 1, 1],
        EQUAL_DROPOUT: theta * [1, 1, dropout, dropout],
    }
