"""The two years of the demo: their festivals, how busy each day is, and the hours people order at."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from tuanke.config.demo.sampling import Flags, Floats, Ints, Rng, Stamps, choose
from tuanke.kit import lunar

OCCASIONS = {
    **{name: lunar.FESTIVALS[name] for name in lunar.ORDERED_FOR},
    "教师节": lunar.Anniversary(9, 10),
    "国庆": lunar.Anniversary(10, 1),
}
SALES = ((6, 18), (11, 11))  # 618 and 双11: people stock up for themselves, they do not give presents

FESTIVALS = tuple(OCCASIONS)
STRENGTH = np.array([0.80, 0.65, 0.90, 0.18, 0.22])  # how readily a festival buyer buys for each

WEEKDAYS = (0.92, 0.90, 0.94, 1.00, 1.12, 1.22, 1.08)
HOURS = (6, 2, 1, 1, 1, 3, 14, 30, 45, 58, 66, 68, 78, 60, 46, 44, 48, 55, 62, 82, 104, 98, 62, 24)
OFFICE_HOURS = (9, 10, 11, 13, 14, 15, 16, 17)

FRIDAY = 4
LONGEST_LEAD = 35
SALE_DAYS = 4


@dataclass(frozen=True)
class Occasion:
    festival: int  # index into FESTIVALS
    day: int  # counted from the first day; may lie after the last one, people order ahead


@dataclass(frozen=True)
class Calendar:
    start: date
    days: int  # orders fall on days 0 … days - 1, the last one is yesterday

    @classmethod
    def two_years_to(cls, today: date) -> "Calendar":
        try:
            start = today.replace(year=today.year - 2)
        except ValueError:  # 29 February
            start = today.replace(year=today.year - 2, day=28)
        return cls(start, (today - start).days)

    @cached_property
    def dates(self) -> list[date]:
        return [self.start + timedelta(days=day) for day in range(self.days)]

    @cached_property
    def months(self) -> Ints:
        return np.array([day.month - 1 for day in self.dates])

    @cached_property
    def weekdays(self) -> Ints:
        return np.array([day.weekday() for day in self.dates])

    @cached_property
    def occasions(self) -> list[Occasion]:
        last = self.days + LONGEST_LEAD
        found = [(FESTIVALS.index(name), (day - self.start).days) for name, day in _festival_dates(self)]
        return [Occasion(festival, day) for festival, day in found if 0 < day < last]

    @cached_property
    def season(self) -> Floats:
        """How busy each day is; an ordinary day is about 1."""
        busy = np.array(WEEKDAYS)[self.weekdays]
        day = np.arange(self.days)
        for occasion in self.occasions:
            ahead = occasion.day - day
            busy[_between(ahead, 2, 20)] *= 1.0 + 0.25 * STRENGTH[occasion.festival]
            if FESTIVALS[occasion.festival] == "春节":  # everybody is at home and couriers rest
                busy[_between(ahead, -6, 2)] *= 0.25
        for number, when in enumerate(self.dates):
            if any(when.month == month and 0 <= day - when.day < SALE_DAYS for month, day in SALES):
                busy[number] *= 1.8
        return busy

    def stamps(self, day: Ints, second: Ints) -> Stamps:
        return np.datetime64(self.start, "s") + (day * 86_400 + second).astype("timedelta64[s]")


def _between(values: Ints, low: int, high: int) -> Flags:
    return (values >= low) & (values <= high)


def _festival_dates(calendar: Calendar) -> list[tuple[str, date]]:
    years = range(calendar.start.year, calendar.start.year + 4)
    days = [(name, lunar.occurrence_in(when, year)) for name, when in OCCASIONS.items() for year in years]
    return sorted(days, key=lambda found: found[1])


def lead_days(rng: Rng, size: int, *, usual: float = 11.0) -> Ints:
    """How many days before a festival people order; a few much earlier than the rest."""
    lead = rng.gamma(3.0, usual / 3.0, size).astype(np.int64)
    return np.clip(lead + 1, 1, LONGEST_LEAD)


def seconds_of_day(rng: Rng, size: int) -> Ints:
    return choose(rng, HOURS, size) * 3600 + rng.integers(3600, size=size)


def office_seconds(rng: Rng, size: int) -> Ints:
    return np.array(OFFICE_HOURS)[rng.integers(len(OFFICE_HOURS), size=size)] * 3600 + rng.integers(
        3600, size=size
    )


def on_workday(calendar: Calendar, day: Ints) -> Ints:
    """Weekend days move back to the Friday before: nobody is in the office."""
    late = np.maximum(calendar.weekdays[day] - FRIDAY, 0)
    return np.maximum(day - late, 0)
