"""Who buys when: six kinds of customer, each with its own rhythm, over the two years of the demo.

Casual customers follow a Pareto/NBD process: gamma-distributed rates, exponential lifetimes. The others are
what a merchant asks a demo to show: loyal weekly buyers, buyers for festivals, one-time buyers, good
customers who are cooling off, and some who were won back.
"""

from dataclasses import dataclass

import numpy as np

from tuanke.config.demo.calendar import STRENGTH, Calendar, lead_days
from tuanke.config.demo.sampling import Flags, Floats, Ints, Rng, chance, choose, shares

ONCE, CASUAL, FESTIVAL, LOYAL, COOLING, WON_BACK = range(6)
SHARES = (0.265, 0.490, 0.170, 0.028, 0.024, 0.023)
WEEKLY = np.array([0.0, 0.0, 0.0, 0.57, 0.48, 0.38])  # orders a week of those with a rhythm
GIFT_GIVERS = np.array([0.0, 0.22, 1.0, 0.35, 0.35, 0.35])  # share of each kind that buys for festivals

RATE_SHAPE, RATE_MEAN = 0.80, 0.0140
LIFETIME = 400.0  # days
NOTHING = -1
WEEK = 7


Rows = tuple[Ints, Ints, Ints]  # customer, day, festival


@dataclass(frozen=True)
class Habits:
    kind: Ints
    first: Ints  # day of the first order
    came_for: Ints  # the occasion, counted in calendar.occasions, that brought a festival buyer; else NOTHING
    until: Ints  # buys before this day
    pause_from: Ints
    pause_to: Ints
    rate: Floats  # orders a day of the casual
    weekly: Floats  # chance of an order a week
    giving: Floats  # how readily one buys for a festival, 0 never

    @property
    def size(self) -> int:
        return len(self.kind)

    def buys_on(self, customer: Ints, day: Ints) -> Flags:
        awake = (day < self.pause_from[customer]) | (day >= self.pause_to[customer])
        inside = (day > self.first[customer]) & (day < self.until[customer])
        return inside & awake


@dataclass(frozen=True)
class Purchases:
    customer: Ints
    day: Ints
    festival: Ints  # index into calendar.FESTIVALS, -1 for an everyday purchase

    @property
    def size(self) -> int:
        return len(self.customer)


def habits(rng: Rng, calendar: Calendar, customers: int) -> Habits:
    kind = shares(rng, SHARES, customers)
    first = choose(rng, calendar.season * _growth(calendar), customers)
    until = np.full(customers, calendar.days)
    until[kind == ONCE] = 0
    casual = np.flatnonzero(kind == CASUAL)
    until[casual] = first[casual] + rng.exponential(LIFETIME, len(casual)).astype(np.int64)
    who = Habits(
        kind=kind,
        first=first,
        came_for=np.full(customers, NOTHING),
        until=np.minimum(until, calendar.days),
        pause_from=np.full(customers, calendar.days),
        pause_to=np.full(customers, calendar.days),
        rate=(kind == CASUAL) * rng.gamma(RATE_SHAPE, RATE_MEAN / RATE_SHAPE, customers),
        weekly=WEEKLY[kind] * rng.uniform(0.7, 1.3, customers),
        giving=chance(rng, GIFT_GIVERS[kind], customers) * rng.beta(3.0, 2.0, customers),
    )
    _place_regulars(rng, calendar, who)
    _place_festival_buyers(rng, calendar, who)
    return who


def _growth(calendar: Calendar) -> Floats:
    """New customers a day: twice as many at the end as at the start, and a rush when the books open."""
    day = np.arange(calendar.days)
    return 0.65 + 0.75 * day / calendar.days + 2.0 * (day < 3 * WEEK)


def _place_regulars(rng: Rng, calendar: Calendar, who: Habits) -> None:
    """Dates that make the stories visible today: cooling off for weeks or months, back after a long pause."""
    loyal, cooling, back = (np.flatnonzero(who.kind == which) for which in (LOYAL, COOLING, WON_BACK))
    who.first[loyal] = np.minimum(who.first[loyal], rng.integers(0, calendar.days - 60, len(loyal)))
    who.first[cooling] = rng.integers(0, 330, len(cooling))
    who.until[cooling] = calendar.days - rng.integers(30, 150, len(cooling))
    who.first[back] = rng.integers(0, 150, len(back))
    who.pause_from[back] = who.first[back] + rng.integers(110, 220, len(back))
    who.pause_to[back] = who.pause_from[back] + rng.integers(120, 260, len(back))


def _place_festival_buyers(rng: Rng, calendar: Calendar, who: Habits) -> None:
    """They arrive with a festival; the more people buy for it, the more arrive."""
    seasonal = np.flatnonzero(who.kind == FESTIVAL)
    days = np.array([occasion.day for occasion in calendar.occasions])
    pull = np.array([STRENGTH[occasion.festival] for occasion in calendar.occasions])
    weight = (days < calendar.days) * pull * (0.6 + days / calendar.days)
    who.came_for[seasonal] = choose(rng, weight, len(seasonal))
    arrived = days[who.came_for[seasonal]] - lead_days(rng, len(seasonal))
    who.first[seasonal] = np.maximum(arrived, 0)


def purchases(rng: Rng, calendar: Calendar, who: Habits) -> Purchases:
    """Everybody's orders in the order of time, the first one of each included."""
    festivals = np.array([occasion.festival for occasion in calendar.occasions] + [NOTHING])
    opening = (np.arange(who.size), who.first, festivals[who.came_for])  # the last entry is for NOTHING
    parts = [opening, _casual(rng, calendar, who), _weekly(rng, calendar, who)]
    parts += [_festive(rng, calendar, who, number) for number in range(len(calendar.occasions))]
    customer, day, festival = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.lexsort((customer, day))
    return Purchases(customer[order], day[order], festival[order])


def _festive(rng: Rng, calendar: Calendar, who: Habits, number: int) -> Rows:
    occasion = calendar.occasions[number]
    givers = np.flatnonzero((who.giving > 0) & (who.came_for != number))
    day = occasion.day - lead_days(rng, len(givers))
    wants = chance(rng, who.giving[givers] * STRENGTH[occasion.festival] * 1.25, len(givers))
    going = wants & (day >= 0) & (day < calendar.days) & who.buys_on(givers, day)
    return givers[going], day[going], np.full(going.sum(), occasion.festival)


def _casual(rng: Rng, calendar: Calendar, who: Habits) -> Rows:
    """A Poisson process on the clock of the seasons: busy days pass faster."""
    clock = np.concatenate([[0.0], np.cumsum(calendar.season / calendar.season.mean())])
    casual = np.flatnonzero(who.kind == CASUAL)
    begin, end = clock[who.first[casual] + 1], clock[who.until[casual]]
    count = rng.poisson(who.rate[casual] * np.maximum(end - begin, 0.0))
    customer = np.repeat(casual, count)
    moment = np.repeat(begin, count) + rng.random(len(customer)) * np.repeat(end - begin, count)
    day = np.searchsorted(clock, moment, side="right") - 1
    return customer, np.minimum(day, calendar.days - 1), np.full(len(customer), NOTHING)


def _weekly(rng: Rng, calendar: Calendar, who: Habits) -> Rows:
    """One order in most weeks, around each one's own weekday."""
    regulars = np.flatnonzero(who.weekly > 0)
    weeks = calendar.days // WEEK + 1
    customer = np.repeat(regulars, weeks)
    usual = np.repeat(rng.integers(WEEK, size=len(regulars)), weeks)
    slip = choose(rng, (0.15, 0.7, 0.15), len(customer)) - 1
    day = np.tile(np.arange(weeks) * WEEK, len(regulars)) + usual + slip
    inside = (day >= 0) & (day < calendar.days)
    customer, day = customer[inside], day[inside]
    quiet = np.minimum(calendar.season[day], 1.0)
    going = chance(rng, who.weekly[customer] * quiet, len(day)) & who.buys_on(customer, day)
    return customer[going], day[going], np.full(going.sum(), NOTHING)
