"""Which week of last year a week is like: the one as far from the festival, where a festival is near."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from tuanke.insights.clv.observations import Integers
from tuanke.insights.numbers import MONDAY, WEEK, number_of
from tuanke.insights.occasions.calendar import Calendar

YEAR = 52
# A festival moves the demand of this many weeks before its own and after it.
BEFORE, AFTER = 7, 2


@dataclass(frozen=True)
class FestivalWeeks:
    """The shop's festivals beside a weekly series whose last week begins on the Monday `last_week`."""

    calendar: Calendar
    last_week: date

    def __post_init__(self) -> None:
        if self.last_week.weekday():
            raise ValueError(f"last_week {self.last_week} is no Monday")

    def lags(self, weeks: int, horizon: int) -> Integers:
        """For each of the `weeks` and the `horizon` after them how many weeks ago the like one was.

        Of two festivals the nearer counts, of equally near ones the first named; YEAR where none is near,
        or where it is not known when it was the year before.
        """
        week = _week(number_of(self.last_week)) + np.arange(1 - weeks, horizon + 1)
        lag, nearest = np.full(week.size, YEAR), np.full(week.size, BEFORE + 1)
        for days in self.calendar.days:
            for before, festival in zip(_week(days[:-1]), _week(days[1:]), strict=True):
                ahead = festival - week
                distance = np.abs(ahead)
                near = (ahead >= -AFTER) & (ahead <= BEFORE) & (distance < nearest)
                lag[near], nearest[near] = festival - before, distance[near]
        return lag


def _week(day: Integers | int) -> Integers:
    """The number of the week of a day number."""
    return np.asarray((np.asarray(day) + MONDAY) // WEEK, np.int64)
