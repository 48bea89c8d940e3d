"""What the next weeks will ask for: a few plain methods, the one that did best so far, and its own errors.

Every method is run over the past as if each week were today (rolling origin); the one with the smallest error
is kept, and its errors give the interval (domain J3, L15a).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.conformal import coverage, edges, ones, roots
from tuanke.insights.festival_weeks import YEAR, FestivalWeeks
from tuanke.insights.smoothing import damped_trend, level

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

HORIZON = 4
WARM_UP = 12  # weeks before the first origin
MOST_ORIGINS = 26  # half a year of past forecasts
FEWEST_ORIGINS = 8
FEWEST_WEEKS = WARM_UP + FEWEST_ORIGINS + HORIZON - 1
NAIVE = "last_week"
LAST_YEAR, LAST_FESTIVALS = "last_year", "last_festivals"
# A year has quiet weeks and peaks, and counts scatter like their root; the other methods know one level.
YEARLY = (LAST_YEAR, LAST_FESTIVALS)


@dataclass(frozen=True)
class Forecast:
    """`mean`, `low`, `high`: one value per week ahead; `total…` over all of them together. 80 % intervals.

    `mase`: mean absolute error of the past forecasts over the mean change from week to week. `gain`: by how
    much that error is smaller than the one of "as last week" at the same origins. `coverage`: the share of
    past weeks inside the interval that the errors of the other `origins` give.
    """

    method: str
    mean: Vector
    low: Vector
    high: Vector
    total: float
    total_low: float
    total_high: float
    mase: float
    gain: float
    coverage: float
    origins: int


def forecast(
    weeks: Vector, horizon: int = HORIZON, festivals: FestivalWeeks | None = None
) -> Forecast | None:
    """None where the past is too short to learn errors from: below 23 weeks at a horizon of 4.

    `weeks` are complete, the oldest first. With `festivals` "as last year" is tried by their distance from
    the festivals too, which the moon moves by weeks, and where it can be all methods are judged by a whole
    year: half of one may be without a festival. Raises ValueError for a week that is negative or not
    finite.
    """
    series = np.asarray(weeks, np.float64)
    sound = np.isfinite(series) & (series >= 0)
    if not sound.all():
        raise ValueError(f"weeks[{int(np.argmin(sound))}] is {series[np.argmin(sound)]}, no demand")
    origins = _origins(series.size, horizon, festivals)
    if origins < FEWEST_ORIGINS:
        return None
    first = series.size - horizon - origins  # the last week known at the first origin
    came = np.lib.stride_tricks.sliding_window_view(series, horizon)[first + 1 :]
    made = _candidates(series, horizon, first, festivals)
    errors = {name: came - rows[first : first + origins] for name, rows in made.items()}
    sizes = {name: float(np.abs(error).mean()) for name, error in errors.items()}
    best = min(sizes, key=lambda name: sizes[name])
    change = float(np.abs(np.diff(series)).mean())
    return _result(
        best,
        made[best][-1],
        errors[best],
        made[best][first : first + origins],
        mase=sizes[best] / change if change else 0.0,
        gain=1 - sizes[best] / sizes[NAIVE] if sizes[NAIVE] else 0.0,
    )


def _origins(weeks: int, horizon: int, festivals: FestivalWeeks | None) -> int:
    """How many weeks of the past are forecast from; too few when the past is too short."""
    if festivals is not None and weeks - horizon - YEAR >= festivals.lags(weeks, horizon).max():
        return YEAR
    return min(MOST_ORIGINS, weeks - WARM_UP - horizon + 1)


def _candidates(
    series: Vector, horizon: int, first: int, festivals: FestivalWeeks | None
) -> Mapping[str, Matrix]:
    """By method: row t is what week t says of the next weeks; right from week `first` on.

    The simplest first: of equal errors the earlier method is kept.
    """
    made = {NAIVE: np.repeat(series[:, None], horizon, axis=1)}
    ahead = np.arange(series.size)[:, None] + np.arange(1, horizon + 1)
    lags = {LAST_YEAR: np.full(series.size + horizon, YEAR)}
    if festivals is not None:
        lags[LAST_FESTIVALS] = festivals.lags(series.size, horizon)
    for name, lag in lags.items():
        like = ahead - lag[ahead]
        if like[first:].min() >= 0:
            made[name] = series[np.maximum(like, 0)]
    return made | {"level": level(series, horizon), "damped_trend": damped_trend(series, horizon)}


def _result(method: str, mean: Vector, errors: Matrix, made: Matrix, *, mase: float, gain: float) -> Forecast:
    scatter = roots if method in YEARLY else ones
    total, totals = mean.sum(keepdims=True), made.sum(axis=1, keepdims=True)
    scaled, scaled_total = errors / scatter(made), errors.sum(axis=1, keepdims=True) / scatter(totals)
    low, high = (np.maximum(mean + edge * scatter(mean), 0.0) for edge in edges(scaled))
    total_low, total_high = (np.maximum(total + edge * scatter(total), 0.0) for edge in edges(scaled_total))
    return Forecast(
        method,
        mean,
        low,
        high,
        float(total[0]),
        float(total_low[0]),
        float(total_high[0]),
        mase=mase,
        gain=gain,
        coverage=coverage(scaled),
        origins=len(errors),
    )
