"""What a prediction is held to: how it did on the shop's own past, or what kept it from being made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import Floats
from tuanke.insights.stats import Interval, wilson

FEWEST_EVENTS = 200  # domain J6: fewer say nothing about a model
BINS = 10

TOO_FEW_EVENTS, TOO_SHORT_HISTORY = "too_few_events", "too_short_history"
WORSE_THAN_NAIVE, NO_MONEY = "worse_than_naive", "no_money"


@dataclass(frozen=True)
class Abstention:
    """No prediction: a code, and the numbers behind it (`found` against `needed`, or metric against naive)."""

    code: str
    numbers: Mapping[str, float]


@dataclass(frozen=True)
class Bin:
    """Customers with neighbouring predictions: mean prediction, share that came true, its 95 % interval."""

    customers: int
    predicted: float
    observed: float
    interval: Interval


@dataclass(frozen=True, kw_only=True)
class Backtest:
    """A prediction made for `origin` by what was known then, against the `horizon_days` after it.

    `metric` names what `value` and `naive` measure; `gain` is above 0 when the model beats the naive rule.
    """

    origin: date
    horizon_days: int
    customers: int
    events: int
    model: str
    metric: str
    value: float
    naive: float
    coverage: float | None = None  # of the 80 % intervals
    calibration_error: float | None = None
    bins: tuple[Bin, ...] = ()

    @property
    def gain(self) -> float:
        """In the metric's unit, positive when better; a metric named `mae…` is better when smaller."""
        return self.naive - self.value if self.metric.startswith("mae") else self.value - self.naive

    @property
    def abstention(self) -> Abstention | None:
        """Why the model is not to be used, if so."""
        if self.events < FEWEST_EVENTS:
            return Abstention(TOO_FEW_EVENTS, {"found": self.events, "needed": FEWEST_EVENTS})
        if self.gain < 0:
            return Abstention(WORSE_THAN_NAIVE, {self.metric: self.value, "naive": self.naive})
        return None


def reliability(probability: Floats, came: NDArray[np.bool_]) -> tuple[Bin, ...]:
    """Ten bins of equal count by rising probability (domain J6); fewer when there are fewer customers."""
    order = np.argsort(probability, kind="stable")
    parts = [part for part in np.array_split(order, BINS) if part.size]
    return tuple(
        Bin(
            customers=part.size,
            predicted=float(probability[part].mean()),
            observed=float(came[part].mean()),
            interval=wilson(int(came[part].sum()), part.size),
        )
        for part in parts
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Mean distance of prediction and outcome over the bins, weighted by customers (ECE)."""
    everyone = sum(bin_.customers for bin_ in bins)
    return sum(abs(bin_.predicted - bin_.observed) * bin_.customers for bin_ in bins) / max(everyone, 1)


def log_losses(probability: Floats, came: NDArray[np.bool_]) -> Floats:
    """Minus the logarithm of the probability given to what happened, per customer."""
    given: Floats = np.clip(np.where(came, probability, 1 - probability), 1e-12, 1)
    return -np.log(given)


def top_share(score: Floats, money: Floats, share: float = 0.2) -> float:
    """The part of all money that comes from this share of customers with the highest scores."""
    best = np.argsort(-score, kind="stable")[: round(score.size * share)]
    whole = money.sum()
    return float(money[best].sum() / whole) if whole > 0 else 0.0
