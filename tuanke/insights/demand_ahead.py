"""What the coming weeks will ask of one good, from its past weeks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuanke.insights.festival_weeks import FestivalWeeks
from tuanke.insights.forecast import Forecast, forecast
from tuanke.insights.trend import Trend, theil_sen

TREND_WEEKS = 26
MOST_WEEKS = 260  # five years: what is older says nothing about next month


@dataclass(frozen=True)
class Demand:
    """`weeks`: complete weeks, oldest first. `ahead` is None where they are too few."""

    name: str
    weeks: tuple[float, ...]
    ahead: Forecast | None
    trend: Trend | None


def demand_of(name: str, weeks: Sequence[float], festivals: FestivalWeeks | None) -> Demand:
    series = np.array(weeks[-MOST_WEEKS:])
    ahead = forecast(series, festivals=festivals)
    return Demand(name, tuple(weeks), ahead, theil_sen(series[-TREND_WEEKS:]))
