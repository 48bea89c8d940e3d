"""Which months of the year a demand is strong in, and where it goes once that is taken out."""

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.stats import Z95
from tuanke.insights.trend import Trend, theil_sen

YEAR = 12
FEWEST_MONTHS = 2 * YEAR  # one year alone cannot tell the season from the trend

QUARTER = 3
FEWEST = 30

Vector = NDArray[np.float64]


class Ratio(NamedTuple):
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Season:
    """`index`: per calendar month (January first) how many times the usual one; their mean is 1.

    `adjusted`: the months without their season; `trend` is theirs per month, in the unit of the series.
    """

    index: Vector
    adjusted: Vector
    trend: Trend | None


def season(months: Vector, first_month: int) -> Season | None:
    """`months` are complete, the oldest first and of calendar month `first_month` (1-12).

    Ratio to the centred mean of twelve months (classical decomposition), averaged by calendar month. None
    below FEWEST_MONTHS, or without any demand.
    """
    series = np.asarray(months, np.float64)
    if series.size < FEWEST_MONTHS or not series.any():
        return None
    middle = np.convolve(series, np.r_[0.5, np.ones(YEAR - 1), 0.5] / YEAR, "valid")
    half = YEAR // 2
    ratio = series[half : half + middle.size] / np.where(middle > 0, middle, np.nan)
    calendar = (np.arange(series.size) + first_month - 1) % YEAR
    placed = calendar[half : half + middle.size]
    index = np.array([_mean(ratio[placed == month]) for month in range(YEAR)])
    index = index * YEAR / index.sum() if index.sum() else np.ones(YEAR)
    adjusted = series / np.where(index[calendar] > 0, index[calendar], 1.0)
    return Season(index, adjusted, theil_sen(adjusted))


def against_last_year(months: Vector) -> Ratio | None:
    """The newest QUARTER months against the same ones a year before, which have the same season.

    Counts scatter like their root, so the 95 % interval is that of two Poisson counts on the log scale. None
    where either is below FEWEST or the months are not known a year back.
    """
    series = np.asarray(months, np.float64)
    if series.size < YEAR + QUARTER:
        return None
    now, then = series[-QUARTER:].sum(), series[-YEAR - QUARTER : -YEAR].sum()
    if min(now, then) < FEWEST:
        return None
    half = Z95 * math.sqrt(1 / now + 1 / then)
    ratio = float(now / then)
    return Ratio(ratio, ratio * math.exp(-half), ratio * math.exp(half))


def _mean(ratios: Vector) -> float:
    known = ratios[np.isfinite(ratios)]
    return float(known.mean()) if known.size else 1.0
