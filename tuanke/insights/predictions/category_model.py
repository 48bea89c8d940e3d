"""The regression behind orders in a category.

The chance of the gap's ending (`renewal`) knows nothing of customers who leave and of what is asked for now;
a spline-logistic regression on it, the silences and how often the customer and the category were lately
ordered again, trained on an earlier snapshot of the same shop, makes it a probability.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.predictions import spline_logistic
from tuanke.insights.predictions.category_days import CategoryDays
from tuanke.insights.predictions.renewal import Pairs, Renewal

LEARNERS = 100_000  # pairs learned from, evenly spread: a few curves need no more
RHYTHM = 2  # gaps from which a pair has a rhythm of its own
# The rate of all pairs weighs as much as so many pairs of a category, or of a customer, over a whole horizon.
PRIOR_PAIRS = 5
_SHARES = np.array([0.1, 0.5, 0.9])
_SURE = 1e-6


@dataclass(frozen=True)
class Snapshot:
    """What is known on one day of all pairs; `features` are pairs x curves."""

    pairs: Pairs
    renewal: Renewal
    features: Floats

    @classmethod
    def of(cls, known: CategoryDays, day: int, horizon_days: int) -> Self:
        pairs = known.pairs(day)
        renewal = Renewal.of(pairs)
        chance = np.clip(renewal.chance(horizon_days), _SURE, 1 - _SURE)
        since = day - np.maximum(pairs.first, day - horizon_days)
        again = known.recent(pairs, horizon_days) - (pairs.first > day - horizon_days)
        rates = [_rate(group, again, since, horizon_days) for group in (pairs.category, pairs.customer)]
        logs = [np.log1p(column) for column in (pairs.gaps, pairs.silence, pairs.idle)]
        return cls(pairs, renewal, np.stack([np.log(chance / (1 - chance)), *logs, *rates], axis=1))


def _rate(group: Integers, again: Floats, since: Integers, horizon_days: int) -> Floats:
    """Log of how often the pairs of the group were lately ordered again per day, shrunk to all pairs' rate.

    By the days on which they could be: a young shop's pairs have had few.
    """
    everybody = (again.sum() + 1) / (since.sum() + horizon_days)
    days = np.bincount(group, since) + PRIOR_PAIRS * horizon_days
    return np.asarray(
        np.log((np.bincount(group, again) + PRIOR_PAIRS * horizon_days * everybody) / days)[group]
    )


@dataclass(frozen=True)
class Trained:
    """`shares`: where in the waits that a renewal foretells 10, 50 and 90 % of the real ones lay."""

    curves: spline_logistic.SplineLogistic
    shares: Floats

    def probability(self, now: Snapshot) -> Floats:
        """Of an order within the horizon."""
        drawn = self.curves.contributions(now.features).sum(axis=1)
        return spline_logistic.probability(self.curves.intercept + drawn)


def train(known: CategoryDays, day: int, horizon_days: int) -> Trained:
    """On what was known on `day` and came in the horizon after it."""
    then = Snapshot.of(known, day, horizon_days)
    pairs, renewal, outcome = then.pairs, then.renewal, known.outcome(then.pairs, horizon_days)
    some = np.linspace(0, pairs.gaps.size - 1, min(pairs.gaps.size, LEARNERS)).astype(np.int64)
    curves = spline_logistic.fit(then.features[some], outcome.came[some], np.ones(some.size))
    judged = outcome.came & (pairs.gaps >= RHYTHM)
    if not judged.any():
        return Trained(curves, _SHARES)
    within = renewal.chance(np.where(judged, outcome.wait_days, 0.0)) / renewal.chance(horizon_days)
    return Trained(curves, np.clip(np.quantile(within[judged], _SHARES), 0.001, 0.999))
