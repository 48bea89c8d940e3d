"""BG/NBD, MBG/NBD and their Erlang-k forms with known parameters."""

from dataclasses import dataclass

import numpy as np

from tuanke.insights.clv import stages
from tuanke.insights.clv.distinct import over_distinct
from tuanke.insights.clv.expected import expected_while_alive
from tuanke.insights.clv.observations import Customers, Floats
from tuanke.insights.clv.results import Model

_LARGEST = 700.0  # e^700 is still a float


@dataclass(frozen=True, kw_only=True)
class BetaGeometric(Model):
    """Parameters r, alpha, a, b; m and k as in `beta_geometric`."""

    m: int
    k: int = 1

    def _alive(self, who: Customers) -> Floats:
        """S / (S + Q)."""
        x, recency, age = who
        n, alpha, a, b = self._n(x), *(self.params[name] for name in ("alpha", "a", "b"))
        drops = x + self.m > 0
        odds = n * np.log((alpha + age) / (alpha + recency)) + np.log(
            a / np.where(drops, b + x + self.m - 1, 1)
        )
        if self.k > 1:
            odds -= stages.log_open(self.k, n, (age - recency) / (alpha + age))
        return np.where(drops, 1 / (1 + np.exp(np.minimum(odds, _LARGEST))), 1.0)

    def _order(self, h: float, who: Customers) -> Floats:
        n, open_, y = self._clock(h, who)
        return -np.expm1(stages.log_waiting(self.k, n, open_, y)[0])

    def _orders(self, h: float, who: Customers) -> Floats:
        a, b, alpha = (self.params[name] for name in ("a", "b", "alpha"))
        if self.k == 1:

            def count(x: Floats, age: Floats) -> Floats:
                return expected_while_alive(self._n(x), h / (alpha + age), a, b + x + self.m)

            return over_distinct(count, who.frequency, who.age)

        def count_stages(x: Floats, recency: Floats, age: Floats) -> Floats:
            n, open_, y = self._clock(h, Customers(x, recency, age))
            return stages.expected_orders(self.k, n, open_, y, a, b + x + self.m)

        return over_distinct(count_stages, *who)

    def _wait(self, share: float, h: float, who: Customers) -> Floats:
        def wait(x: Floats, recency: Floats, age: Floats) -> Floats:
            n, open_, y = self._clock(h, Customers(x, recency, age))
            reached = stages.reached(self.k, n, open_, y, share)
            return np.minimum((self.params["alpha"] + age) * np.expm1(reached), h)

        # exponential gaps have no memory of the last order
        last = np.zeros_like(who.recency) if self.k == 1 else who.recency
        return over_distinct(wait, who.frequency, last, who.age)

    def _n(self, x: Floats) -> Floats:
        return self.params["r"] + self.k * x

    def _clock(self, h: float, who: Customers) -> tuple[Floats, Floats, Floats]:
        """n, how much of the known time the open gap is, and the horizon, as `stages` wants them."""
        known = self.params["alpha"] + who.age
        return self._n(who.frequency), (who.age - who.recency) / known, np.log1p(h / known)
