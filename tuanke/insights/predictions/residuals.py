"""How far apart prediction and outcome lay for customers with like predictions."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from tuanke.insights.clv.observations import Floats

_GROUPS = 10
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True)
class Residuals:
    """Bounds of outcome / prediction in ten groups of equal count by rising rank of the prediction.

    Between the 10 % and the 90 % quantile lie 80 %; where a tenth or more brought nothing, between nothing
    and the 80 % quantile.
    """

    low: Floats
    high: Floats

    @classmethod
    def of(cls, predicted: Floats, came: Floats) -> Self:
        """From a backtest with at least one customer."""
        order = np.argsort(predicted, kind="stable")
        parts = [part for part in np.array_split(order, _GROUPS) if part.size]
        ratios = [came[part] / max(float(predicted[part].mean()), np.finfo(float).tiny) for part in parts]
        low = np.array([np.quantile(ratio, _LOW) for ratio in ratios])
        above = np.where(low <= 0, _HIGH - _LOW, _HIGH)
        high = np.array([np.quantile(ratio, q) for ratio, q in zip(ratios, above, strict=True)])
        return cls(low, high)

    def interval(self, predicted: Floats) -> tuple[Floats, Floats]:
        """The bounds that hold 80 % where outcomes scatter as they did; never on the wrong side."""
        rank = np.empty(predicted.size, np.int64)
        rank[np.argsort(predicted, kind="stable")] = np.arange(predicted.size)
        group = rank * self.low.size // max(predicted.size, 1)
        low, high = predicted * self.low[group], predicted * self.high[group]
        return np.minimum(low, predicted), np.maximum(high, predicted)
