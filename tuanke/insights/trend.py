"""Whether a series rises or falls, and by how much: robust against single weeks that stand out."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.stats import Z95


class Trend(NamedTuple):
    """`slope` per step with its 95 % interval, in the unit of the series; `is_sure` when 0 is outside."""

    slope: float
    low: float
    high: float

    @property
    def is_sure(self) -> bool:
        return self.low > 0 or self.high < 0


def theil_sen(series: NDArray[np.float64]) -> Trend | None:
    """The median of all slopes between two points (Theil 1950, Sen 1968; domain J3); None below 4 points.

    The interval is Sen's, from the variance of Kendall's S without ties. Neighbouring weeks that are alike
    for a while make it too narrow: a sign of a trend, no proof.
    """
    n = series.size
    if n < 4:  # noqa: PLR2004 - below, the interval spans all slopes
        return None
    earlier, later = np.triu_indices(n, 1)
    slopes = np.sort((series[later] - series[earlier]) / (later - earlier))
    half = Z95 * math.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    low = max(math.floor((slopes.size - half) / 2), 0)
    high = min(math.ceil((slopes.size + half) / 2), slopes.size - 1)
    return Trend(float(np.median(slopes)), float(slopes[low]), float(slopes[high]))
