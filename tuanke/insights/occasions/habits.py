"""Which customers buy for which occasion: their days in the weeks before it, against those of the whole shop.

Every shop sells more before a festival, so a day in such a week says little; what counts is the excess over
the share of all purchase days that fell there since the customer's first one, shrunk (domain B1, L2).
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.occasions.calendar import LEAD_DAYS, Calendar
from tuanke.insights.stats import Z95

FEWEST_YEARS = 2  # once is no habit
LEAST_SHARE_OF_YEARS = 0.4  # domain J1-2
# The shop's median lead weighs as much as this many years of one's own.
PRIOR_YEARS = 3
# However much customers differ, one purchase never says all.
LEAST_STRENGTH = 1.0


@dataclass(frozen=True)
class Habits:
    """One entry per customer and occasion bought for by habit; arrays of equal length.

    That is in two windows or more, in two years of five, and with a share whose 95 % interval lies above
    the expected one. `days` of the customer's `own_days` purchase days fell into windows, `expected` is the
    shop's share of them, `share` the own one shrunk to it; `years` windows had an order, of `seen` since the
    first purchase. `lead_days` is how long before the occasion the first order comes.
    """

    customer: Integers  # position
    occasion: Integers  # position in the calendar
    days: Integers
    own_days: Integers
    expected: Floats
    share: Floats
    years: Integers
    seen: Integers
    last_year: Integers  # position in the occasion's days
    lead_days: Floats

    def take(self, places: Integers) -> "Habits":
        return Habits(*(getattr(self, field.name)[places] for field in fields(self)))

    @property
    def chance(self) -> Floats:
        """That the next window has an order: (years + 1) / (seen + 2) (domain J1-2)."""
        return (self.years + 1) / (self.seen + 2)


@dataclass(frozen=True)
class Learnt:
    """`scatter`: for each occasion how many days later than foretold the first orders came, 10 % and 90 %."""

    habits: Habits
    scatter: NDArray[np.float64]


def learn(customer: Integers, day: Integers, calendar: Calendar, as_of: int) -> Learnt:
    """From all purchase days up to `as_of` (a day number), sorted by customer and day; positions from 0."""
    parts = [_of_one(customer, day, place, days, as_of) for place, days in enumerate(calendar.days)]
    columns = [
        np.concatenate([getattr(habits, field.name) for habits, _ in parts]) for field in fields(Habits)
    ]
    return Learnt(Habits(*columns), np.array([scatter for _, scatter in parts]))


def _of_one(
    customer: Integers, day: Integers, place: int, occasion: Integers, as_of: int
) -> tuple[Habits, tuple[float, float]]:
    coming = np.searchsorted(occasion, day, side="right")
    lead = np.append(occasion, day.max() + 2 * LEAD_DAYS)[coming] - day
    within = lead <= LEAD_DAYS
    first, own_days = np.unique(customer, return_index=True, return_counts=True)[1:]
    inside = np.bincount(customer[within], minlength=own_days.size)
    expected = _expected(day, within, day[first])
    share, error = _shrunk(inside, own_days, expected)
    buyer, year, early = _first_orders(customer[within], coming[within], lead[within])
    years = np.bincount(buyer, minlength=own_days.size)
    last = np.zeros(own_days.size, np.int64)
    np.maximum.at(last, buyer, year)
    over = np.searchsorted(occasion, as_of + 1, side="right")  # windows that have closed
    running = (years > 0) & (last >= over)
    seen = over - np.searchsorted(occasion, day[first], side="right") + running
    habit = (years >= FEWEST_YEARS) & (years >= LEAST_SHARE_OF_YEARS * seen)
    habit &= share - Z95 * error > expected
    lead_days, scatter = _leads(early[habit[buyer]], years[habit], buyer[habit[buyer]])
    known = np.flatnonzero(habit)
    return Habits(
        customer=known,
        occasion=np.full(known.size, place),
        days=inside[known],
        own_days=own_days[known],
        expected=expected[known],
        share=share[known],
        years=years[known],
        seen=seen[known],
        last_year=last[known],
        lead_days=lead_days,
    ), scatter


def _expected(day: Integers, within: NDArray[np.bool_], since: Integers) -> Floats:
    """The windows' share of all purchase days in the shop from `since` on."""
    everything, inside = np.sort(day), np.sort(day[within])
    days = everything.size - np.searchsorted(everything, since)
    return np.asarray((inside.size - np.searchsorted(inside, since)) / days, np.float64)


def _shrunk(inside: Integers, days: Integers, expected: Floats) -> tuple[Floats, Floats]:
    """The share and its error, beta-binomial around the expected one (domain L2).

    The intraclass correlation ρ by moments over customers with two days or more, each weighing the same:
    those with many days would drown the few yearly ones. The prior's strength is 1/ρ - 1; with ρ = 0, when
    nobody differs from the shop more than chance, every share is the expected one.
    """
    some = (days > 1) & (expected > 0) & (expected < 1)
    n, p = days[some], expected[some]
    binomial = p * (1 - p)
    beyond = np.sum((inside[some] / n - p) ** 2 - binomial / n)
    likeness = beyond / max(np.sum(binomial * (1 - 1 / n)), np.finfo(float).tiny)
    if likeness <= 0:
        return expected, np.zeros(expected.size)
    strength = max(1 / likeness - 1, LEAST_STRENGTH)
    share = (inside + strength * expected) / (days + strength)
    return share, np.sqrt(share * (1 - share) / (days + strength + 1))


def _first_orders(customer: Integers, year: Integers, lead: Integers) -> tuple[Integers, Integers, Integers]:
    """Of each customer and year the first order, which has the longest lead."""
    new = np.append(True, (np.diff(customer) != 0) | (np.diff(year) != 0))[: customer.size]
    return customer[new], year[new], lead[new]


def _leads(lead: Integers, years: Integers, buyer: Integers) -> tuple[Floats, tuple[float, float]]:
    """Each customer's median lead shrunk to the shop's, and how much later than foretold the orders came.

    Foretold by the same customer's other years: a lead that had helped to foretell itself would come too near.
    """
    if not lead.size:
        return np.zeros(0), (0.0, 0.0)
    shop, ordered, end = float(np.median(lead)), lead[np.lexsort((lead, buyer))], np.cumsum(years)
    own = (ordered[end - years + (years - 1) // 2] + ordered[end - years + years // 2]) / 2
    others = np.repeat(np.add.reduceat(ordered, end - years), years) - ordered
    later = (PRIOR_YEARS * shop + others) / (PRIOR_YEARS + np.repeat(years, years) - 1) - ordered
    scatter = float(np.quantile(later, 0.1)), float(np.quantile(later, 0.9))
    return (PRIOR_YEARS * shop + years * own) / (PRIOR_YEARS + years), scatter
