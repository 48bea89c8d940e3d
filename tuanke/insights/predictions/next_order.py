"""When the next order comes: conditional median with an 80 % interval, of the same model as its probability."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv.observations import DAYS_PER_WEEK, Floats, Integers
from tuanke.insights.clv.results import Model
from tuanke.insights.numbers import date_of, number_of
from tuanke.insights.predictions import occasions
from tuanke.insights.predictions.evidence import TOO_SHORT_HISTORY, Abstention, Backtest
from tuanke.insights.predictions.history import History
from tuanke.insights.predictions.snapshot import Outcome, Snapshot

LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
SHORTEST_HISTORY_DAYS = 56
_RHYTHM = 2  # gaps from which a customer has one of the own


@dataclass(frozen=True, kw_only=True)
class NextOrder:
    """Days from `as_of` to the next order day, given that it comes within the horizon; arrays by `customer`.

    `p_order` is the probability that it does. `informative`: the interval is narrower than the one that
    holds 80 % of all waits in the backtest, so the date says more than the shop's average.
    """

    as_of: date
    horizon_days: int
    customer: Integers
    p_order: Floats
    median_days: Floats
    low_days: Floats
    high_days: Floats
    informative: NDArray[np.bool_]
    backtest: Backtest


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """Which model suits the shop, and within how many days 80 % of the `back_days` after its test came."""

    horizon_days: int
    spread_days: float
    back_days: int
    backtest: Backtest

    def predict(self, snapshot: Snapshot) -> NextOrder:
        """For every buyer of the snapshot; the parameters are theirs."""
        horizon = self.horizon_days
        model = occasions.fitted(snapshot, self.backtest.model)
        low, median, high = waits(model, snapshot, horizon)
        return NextOrder(
            as_of=date_of(snapshot.day),
            horizon_days=horizon,
            customer=snapshot.customer,
            p_order=model.p_order(horizon / DAYS_PER_WEEK, *snapshot.times),
            median_days=median,
            low_days=low,
            high_days=high,
            informative=(high - low) / horizon < self.spread_days / self.back_days,
            backtest=self.backtest,
        )


def predict(history: History, as_of: date, horizon_days: int) -> NextOrder | Abstention:
    """For every buyer, or why not: what `learn` finds, applied to everybody known on `as_of`."""
    learnt = learn(history, as_of, horizon_days)
    return learnt if isinstance(learnt, Abstention) else learnt.predict(history.snapshot(number_of(as_of)))


def learn(history: History, as_of: date, horizon_days: int) -> Learnt | Abstention:
    """The best model, or why none: too short a history, too few events, no better than last plus mean gap.

    The backtest asks on the day half the history ago, or one horizon ago when more is known. It counts
    customers with two gaps or more who did order, their mean absolute error in days and how often the
    interval held; by that error the model is chosen among the Erlang-k forms.
    """
    if (known := history.known_days(number_of(as_of))) < SHORTEST_HISTORY_DAYS:
        return Abstention(TOO_SHORT_HISTORY, {"found": known, "needed": SHORTEST_HISTORY_DAYS})
    back = min(horizon_days, known // 2)
    backtest, spread = _backtested(history, as_of - timedelta(days=back), back)
    if backtest.abstention:
        return backtest.abstention
    return Learnt(horizon_days=horizon_days, spread_days=spread, back_days=back, backtest=backtest)


def waits(model: Model, snapshot: Snapshot, horizon_days: int) -> list[Floats]:
    """The 10 %, 50 % and 90 % points of the waiting time in days."""
    weeks = horizon_days / DAYS_PER_WEEK
    return [model.next_order(share, weeks, *snapshot.times) * DAYS_PER_WEEK for share in (LOW, MEDIAN, HIGH)]


def last_plus_mean_gap(snapshot: Snapshot, horizon_days: int) -> Floats:
    """The naive rule: days to the last order day plus the own mean gap, within the horizon."""
    x, recency, age = snapshot.times
    return np.clip((recency / np.maximum(x, 1) - (age - recency)) * DAYS_PER_WEEK, 0, horizon_days)


def _backtested(history: History, origin: date, horizon_days: int) -> tuple[Backtest, float]:
    """The best candidate's, and how many days hold 80 % of all waits."""
    then = history.snapshot(number_of(origin))
    outcome = history.outcome(then, horizon_days)
    judged = _judged(then, outcome)
    came = outcome.wait_days[judged]
    best: tuple[float, str, float] = (np.inf, occasions.CANDIDATES[0], 0.0)
    for name in occasions.CANDIDATES if came.size else ():
        low, median, high = (of[judged] for of in waits(occasions.fitted(then, name), then, horizon_days))
        error = float(np.abs(median - came).mean())
        best = min(best, (error, name, float(((low <= came) & (came <= high)).mean())))
    naive = np.abs(last_plus_mean_gap(then, horizon_days)[judged] - came)
    spread = np.quantile(came, HIGH) - np.quantile(came, LOW) if came.size else 0.0
    return Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=then.customer.size,
        events=came.size,
        model=best[1],
        metric="mae_days",
        value=best[0] if came.size else 0.0,
        naive=float(naive.mean()) if came.size else 0.0,
        coverage=best[2] if came.size else None,
    ), float(spread)


def _judged(snapshot: Snapshot, outcome: Outcome) -> NDArray[np.bool_]:
    """Customers with a rhythm of their own who did order."""
    return (snapshot.times.frequency >= _RHYTHM) & (outcome.orders > 0)
