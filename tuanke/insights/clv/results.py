"""What a model answers about customers, once its parameters are known."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tuanke.insights.clv.observations import Customers, Floats, customers


@dataclass(frozen=True, kw_only=True)
class Model(ABC):
    """Times in weeks; answers are floats in the shape of the arguments and finite for all valid ones.

    `params` is read-only; `log_likelihood` is None when they were given, not fitted; `boundary` names the
    limit that suits the data as well as any point within, else None. Every method raises ValueError naming
    the argument and the first bad index: numbers below zero or not finite, a frequency that is not whole,
    a recency beyond the age, arrays of different shapes.
    """

    model: str
    params: Mapping[str, float]
    log_likelihood: float | None = None
    boundary: str | None = None

    def p_alive(self, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability that the customer has not left for good. No churn score: that is 1 - `p_order`."""
        return self._alive(customers(frequency, recency, age))

    def p_order(self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike) -> Floats:
        """Probability of at least one order day in (age, age + horizon]."""
        h, who = _horizon(horizon), customers(frequency, recency, age)
        return self._alive(who) * self._order(h, who)

    def expected_orders(
        self, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Expected number of order days in (age, age + horizon]."""
        h, who = _horizon(horizon), customers(frequency, recency, age)
        return self._alive(who) * self._orders(h, who)

    def next_order(
        self, share: float, horizon: float, frequency: ArrayLike, recency: ArrayLike, age: ArrayLike
    ) -> Floats:
        """Weeks from now by which that share of those who order within the horizon have ordered.

        The conditional quantile of the waiting time: `share` .5 is its median, .1 and .9 hold 80 %.
        Raises ValueError also for a share outside (0, 1).
        """
        if not 0 < share < 1:
            raise ValueError(f"share = {share} is not between 0 and 1")
        h, who = _horizon(horizon), customers(frequency, recency, age)
        return self._wait(share, h, who)

    @abstractmethod
    def _alive(self, who: Customers) -> Floats: ...

    @abstractmethod
    def _order(self, h: float, who: Customers) -> Floats:
        """Probability of an order within h, of customers who are alive; `_orders`: expected orders."""

    @abstractmethod
    def _orders(self, h: float, who: Customers) -> Floats: ...

    @abstractmethod
    def _wait(self, share: float, h: float, who: Customers) -> Floats: ...


def _horizon(horizon: float) -> float:
    if np.ndim(horizon) or not 0 <= horizon < np.inf:
        raise ValueError(f"horizon = {horizon} is not a finite number of weeks >= 0")
    return float(horizon)
