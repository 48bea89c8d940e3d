"""A shop with festival buyers, and the festivals: the calendar is not this package's business."""

from datetime import date, timedelta

import numpy as np

from tuanke.insights.numbers import number_of
from tuanke.insights.occasions.calendar import Calendar
from tuanke.insights.predictions import History

MID_AUTUMN = [
    date(2019, 9, 13), date(2020, 10, 1), date(2021, 9, 21), date(2022, 9, 10), date(2023, 9, 29),
    date(2024, 9, 17), date(2025, 10, 6), date(2026, 9, 25), date(2027, 9, 15),
]  # fmt: skip
SPRING = [
    date(2019, 2, 5), date(2020, 1, 25), date(2021, 2, 12), date(2022, 2, 1), date(2023, 1, 22),
    date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17), date(2027, 2, 6), date(2028, 1, 26),
]  # fmt: skip
CALENDAR = Calendar.of([("中秋", day) for day in MID_AUTUMN] + [("春节", day) for day in SPRING])
OPENED = date(2020, 3, 1)

Days = dict[int, list[date]]


def festival_buyer(draw: np.random.Generator, days: list[date], until: date) -> list[date]:
    """One order before nearly every festival, each customer at a lead of their own."""
    own = int(draw.integers(12, 35))
    return [
        on
        for day in days
        if draw.random() < 0.95
        and OPENED <= (on := day - timedelta(own + int(draw.integers(-5, 6)))) <= until
    ]


def steady_buyer(draw: np.random.Generator, until: date) -> list[date]:
    """Orders at gaps of about the own mean, all year round."""
    mean, at, found = draw.uniform(40, 160), OPENED + timedelta(int(draw.integers(0, 300))), []
    while at <= until:
        found.append(at)
        at += timedelta(max(int(draw.exponential(mean)), 1))
    return found


def shop(until: date, autumn: int = 260, spring: int = 60, steady: int = 500, *, seed: int = 8) -> Days:
    """Customers 0… buy before 中秋, the next before 春节, the others at any time."""
    draw = np.random.default_rng(seed)
    rows = [festival_buyer(draw, MID_AUTUMN, until) for _ in range(autumn)]
    rows += [festival_buyer(draw, SPRING, until) for _ in range(spring)]
    rows += [steady_buyer(draw, until) for _ in range(steady)]
    return dict(enumerate(rows))


def history(days: Days) -> History:
    rows = [(customer, number_of(day)) for customer, own in days.items() for day in sorted(set(own))]
    ids, numbers = zip(*rows, strict=True)
    return History(ids, numbers, np.ones(len(rows)), np.full(len(rows), 5000))
