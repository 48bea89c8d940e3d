"""Pareto/NBD with known parameters."""

from dataclasses import dataclass

import numpy as np

from tuanke.insights.clv.distinct import over_distinct
from tuanke.insights.clv.expected import growth
from tuanke.insights.clv.observations import Customers, Floats
from tuanke.insights.clv.pareto_nbd import deaths
from tuanke.insights.clv.results import Model

_LARGEST = 700.0  # e^700 is still a float
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_POINTS, _WEIGHTS = (1 + _POINTS[:, None]) / 2, _WEIGHTS[:, None] / 2
_HALVINGS = 40


@dataclass(frozen=True, kw_only=True)
class ParetoNBD(Model):
    """Parameters r, alpha, s, beta; the integrals are taken as in `pareto_nbd`."""

    def _alive(self, who: Customers) -> Floats:
        theta = np.array(list(self.params.values()))

        def alive(x: Floats, recency: Floats, age: Floats) -> Floats:
            odds = deaths(theta, theta[0] + x, recency, age).log_odds
            return 1 / (1 + np.exp(np.minimum(odds, _LARGEST)))

        return over_distinct(alive, *who)

    def _order(self, h: float, who: Customers) -> Floats:
        def order(x: Floats, age: Floats) -> Floats:
            return self._within(np.full(x.shape, h), x, age)

        return over_distinct(order, who.frequency, who.age)

    def _within(self, h: Floats, x: Floats, age: Floats) -> Floats:
        """The integral from 0 to h of ((alpha+T)/(alpha+T+u))^n ((beta+T)/(beta+T+u))^s / (alpha+T+u) du, times n."""
        r, alpha, s, beta = self.params.values()
        n, orders, life = r + x, alpha + age, beta + age
        power = n + s * np.minimum(1, orders / life)
        span = -np.expm1(-power * np.log1p(h / orders))
        grown = -np.log1p(-span * _POINTS) / power
        survived = np.log1p(orders / life * np.expm1(grown))
        chance: Floats = (
            n / power * span * (_WEIGHTS * np.exp((power - n) * grown - s * survived)).sum(axis=0)
        )
        return chance

    def _orders(self, h: float, who: Customers) -> Floats:
        """(r+x)/(alpha+T) (beta+T) (1 - ((beta+T)/(beta+T+h))^(s-1)) / (s-1)."""
        r, alpha, s, beta = self.params.values()
        lived = growth(s - 1, np.log1p(h / (beta + who.age)))
        return (r + who.frequency) / (alpha + who.age) * (beta + who.age) * lived

    def _wait(self, share: float, h: float, who: Customers) -> Floats:
        def wait(x: Floats, age: Floats) -> Floats:
            low, high = np.zeros(x.shape), np.full(x.shape, h)
            wanted = share * self._within(high, x, age)
            for _ in range(_HALVINGS):
                middle = (low + high) / 2
                early = self._within(middle, x, age) < wanted
                low, high = np.where(early, middle, low), np.where(early, high, middle)
            return np.asarray((low + high) / 2)

        return over_distinct(wait, who.frequency, who.age)
