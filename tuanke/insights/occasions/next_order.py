"""The next order of festival buyers, where that foretells better than the rhythm of their days."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.numbers import number_of
from tuanke.insights.occasions.calendar import LEAD_DAYS, Calendar
from tuanke.insights.occasions.habits import Habits, learn
from tuanke.insights.predictions.evidence import TOO_SHORT_HISTORY, Abstention, Backtest
from tuanke.insights.predictions.history import History
from tuanke.insights.predictions.next_order import waits
from tuanke.insights.predictions.occasions import CANDIDATES, fitted

# From one festival to the same a year later, in a lunar year with a leap month, and its lead window.
HORIZON_DAYS = 385 + LEAD_DAYS
_MODEL = "occasions"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One entry per festival buyer, by ascending `customer`; `habits` has the evidence of each.

    Days from a known day to the next order: the occasion's next window without one, less the usual lead;
    `low` and `high` hold 80 % of the orders that come in a window. `missed` counts windows of the occasion
    that have closed since the last purchase: with 0 the customer is not overdue, however long ago that was.
    """

    customer: Integers
    habits: Habits
    occasion_day: Integers
    median_days: Floats
    low_days: Floats
    high_days: Floats
    missed: Integers


@dataclass(frozen=True, kw_only=True)
class OccasionOrders:
    """`names[expected.habits.occasion]` are the occasions; the backtest is against the conditional median."""

    as_of: date
    names: tuple[str, ...]
    expected: Expected
    backtest: Backtest


def predict(history: History, as_of: date, calendar: Calendar) -> OccasionOrders | Abstention:
    """For every festival buyer, or why not: too short a history, too few events, no better than the rhythm.

    The backtest asks on the day HORIZON_DAYS ago, by what was known then. It counts festival buyers who did
    order; the rule to beat is the conditional median of the model of order days, the one of its forms that
    did best for these very customers. Raises ValueError naming an occasion without two days after `as_of`.
    """
    day = number_of(as_of)
    for name, days in zip(calendar.names, calendar.days, strict=True):
        if np.count_nonzero(days > day) < 2:  # noqa: PLR2004 - one may be over before it is bought for
            raise ValueError(f"occasion {name!r} has no two days after {as_of}")
    if (known := history.known_days(day)) < 2 * HORIZON_DAYS:
        return Abstention(TOO_SHORT_HISTORY, {"found": known, "needed": 2 * HORIZON_DAYS})
    backtest = _backtested(history, as_of - timedelta(days=HORIZON_DAYS), calendar)
    if backtest.abstention:
        return backtest.abstention
    return OccasionOrders(
        as_of=as_of, names=calendar.names, expected=_expected(history, day, calendar), backtest=backtest
    )


def _expected(history: History, as_of: int, calendar: Calendar) -> Expected:
    known = history.day <= as_of
    ids, customer = np.unique(history.customer[known], return_inverse=True)
    day = history.day[known]
    habits = (learnt := learn(customer, day, calendar, as_of)).habits
    last = np.zeros(ids.size, np.int64)
    last[customer] = day  # sorted by day: the last one stays
    occasion, missed = _next_windows(habits, calendar, last[habits.customer], as_of)
    soonest = _soonest(habits.customer, occasion - habits.lead_days)
    habits, occasion = habits.take(soonest), occasion[soonest]
    ahead = occasion - habits.lead_days - as_of
    edges = ahead[:, None] + learnt.scatter[habits.occasion]
    # what the window has left, when the usual day is over
    last_day = (occasion - 1 - as_of).astype(float)
    median, low, high = (np.clip(days, 1, last_day) for days in (ahead, edges.min(axis=1), edges.max(axis=1)))
    return Expected(
        customer=ids[habits.customer],
        habits=habits,
        occasion_day=occasion,
        median_days=median,
        low_days=np.minimum(low, median),
        high_days=np.maximum(high, median),
        missed=missed[soonest],
    )


def _next_windows(
    habits: Habits, calendar: Calendar, last: Integers, as_of: int
) -> tuple[Integers, Integers]:
    """The day of the next occasion not yet bought for, and how many windows have closed since the last day."""
    day = np.zeros(habits.customer.size, np.int64)
    missed = np.zeros(habits.customer.size, np.int64)
    for place, days in enumerate(calendar.days):
        mine = habits.occasion == place
        over = np.searchsorted(days, as_of + 1, side="right")
        day[mine] = days[np.maximum(over, habits.last_year[mine] + 1)]
        met = np.maximum(np.searchsorted(days, last[mine], side="right"), habits.last_year[mine] + 1)
        missed[mine] = np.maximum(over - met, 0)
    return day, missed


def _soonest(customer: Integers, day: Floats) -> NDArray[np.int64]:
    """Of each customer the entry with the first day, by ascending customer."""
    order = np.lexsort((day, customer))
    return order[np.unique(customer[order], return_index=True)[1]]


def _backtested(history: History, origin: date, calendar: Calendar) -> Backtest:
    day = number_of(origin)
    then, foretold = history.snapshot(day), _expected(history, day, calendar)
    buyer = np.searchsorted(then.customer, foretold.customer)
    wait = history.outcome(then, HORIZON_DAYS).wait_days[buyer]
    came = np.isfinite(wait)
    held = (foretold.low_days <= wait) & (wait <= foretold.high_days)
    wait, held = wait[came], held[came]
    tried = CANDIDATES if wait.size else ()
    rhythm = [waits(fitted(then, name), then, HORIZON_DAYS)[1][buyer][came] for name in tried]
    return Backtest(
        origin=origin,
        horizon_days=HORIZON_DAYS,
        customers=foretold.customer.size,
        events=wait.size,
        model=_MODEL,
        metric="mae_days",
        value=float(np.abs(foretold.median_days[came] - wait).mean()) if wait.size else 0.0,
        naive=min((float(np.abs(days - wait).mean()) for days in rhythm), default=0.0),
        coverage=float(held.mean()) if wait.size else None,
    )
