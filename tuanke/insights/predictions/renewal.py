"""Gaps between a customer's orders in one category: lognormal, each customer's own as far as it is known.

Closed form over all pairs of customer and category at once (domain J1-1, L9): the mean of the log gaps shrinks
to what the category's pace and the customer's habit of buying sooner or later than others would make it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.special import log_ndtr, ndtri_exp

from tuanke.insights.clv.observations import Floats, Integers

# As many gaps weigh the shop's mean for a category, the category's for a customer, and both for a pair.
PRIOR_CATEGORY, PRIOR_CUSTOMER, PRIOR_PAIR = 10, 3, 3
LEAST_SCALE = 0.1  # of log gaps: even a fixed round of deliveries slips by a tenth


@dataclass(frozen=True)
class Pairs:
    """Order days in categories known on `day`: one entry per customer and category, by both ascending."""

    day: int
    customer: Integers  # position
    category: Integers  # position
    gaps: Integers
    first: Integers
    last: Integers
    log_gaps: Floats  # sum
    squares: Floats  # sum of the log gaps squared
    idle: Integers  # days since the customer's last order in any category

    @classmethod
    def known(cls, customer: Integers, category: Integers, days: Integers, day: int) -> Self:
        """From positions and days, one row per order day, sorted by customer, category and day."""
        before = days <= day
        customer, category, days = customer[before], category[before], days[before]
        opens = np.append(True, (np.diff(customer) != 0) | (np.diff(category) != 0))[: days.size]
        start = np.flatnonzero(opens)
        end = np.append(start[1:], days.size)[: start.size] - 1
        logs = np.where(opens, 0.0, np.log(np.maximum(np.diff(days, prepend=days[:1]), 1)))
        latest = np.full(customer.max(initial=-1) + 1, -1)
        np.maximum.at(latest, customer, days)
        return cls(
            day=day,
            customer=customer[start],
            category=category[start],
            gaps=end - start,
            first=days[start],
            last=days[end],
            log_gaps=np.add.reduceat(logs, start) if start.size else np.zeros(0),
            squares=np.add.reduceat(logs * logs, start) if start.size else np.zeros(0),
            idle=day - latest[customer[start]],
        )

    @property
    def silence(self) -> Floats:
        """Days since the last order in the category."""
        return (self.day - self.last).astype(np.float64)


@dataclass(frozen=True)
class Renewal:
    """Log gaps of each pair: normal with `location` and `scale`; `silence` days of the running one are over."""

    location: Floats
    scale: Floats
    silence: Floats

    @classmethod
    def of(cls, pairs: Pairs) -> Self:
        gaps = pairs.gaps.astype(np.float64)
        everybody = pairs.log_gaps.sum() / max(gaps.sum(), 1)
        pace = _shrunk(pairs.category, pairs.log_gaps, gaps, PRIOR_CATEGORY, everybody)[pairs.category]
        beyond = pairs.log_gaps - gaps * pace
        expected = pace + _shrunk(pairs.customer, beyond, gaps, PRIOR_CUSTOMER, 0.0)[pairs.customer]
        location = (PRIOR_PAIR * expected + pairs.log_gaps) / (PRIOR_PAIR + gaps)
        own = pairs.log_gaps / np.maximum(gaps, 1)
        within = np.sum(pairs.squares - gaps * own * own) / max(np.sum(np.maximum(gaps - 1, 0)), 1)
        scale = np.sqrt(np.maximum(within, LEAST_SCALE**2) * (1 + 1 / (PRIOR_PAIR + gaps)))
        return cls(location, scale, pairs.silence)

    def chance(self, days: Floats | float) -> Floats:
        """P(the gap ends within so many days from now, given that it has lasted until now)."""
        return np.asarray(
            -np.expm1(self._log_survival(self.silence + days) - self._log_survival(self.silence))
        )

    def wait(self, share: float, horizon_days: int) -> Floats:
        """Days from now by which that share of the gaps that end within the horizon have ended."""
        ended = self._log_survival(self.silence) + np.log1p(-share * self.chance(horizon_days))
        end = np.exp(self.location - self.scale * ndtri_exp(np.minimum(ended, -1e-300)))
        return np.asarray(np.clip(end - self.silence, 0, horizon_days))

    @property
    def expected_gap_days(self) -> Floats:
        """The median gap."""
        return np.exp(self.location)

    def _log_survival(self, days: Floats) -> Floats:
        return np.asarray(log_ndtr((self.location - np.log(np.maximum(days, 1e-9))) / self.scale))


def _shrunk(group: Integers, sums: Floats, n: Floats, prior: float, mean: float) -> Floats:
    """The mean of each group, that weighs as much as `prior` of its members shrunk to `mean`."""
    total, members = np.bincount(group, sums), np.bincount(group, n)
    return np.asarray((total + prior * mean) / (members + prior))
