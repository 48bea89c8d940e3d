"""Churn: the probability of no order within the horizon, calibrated on the shop's own past, with reasons.

The closed form P(order within h) of the occasion model goes into a spline-logistic regression together
with recency, rhythm and recent orders, trained on earlier snapshots of the same shop (analytics 2.2).
P(alive) is no churn score: it calls every one-time buyer alive.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.clv.results import Model
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import evidence, occasions, spline_logistic
from tuanke.insights.predictions.churn_features import RHYTHM, SPEND, features
from tuanke.insights.predictions.evidence import TOO_SHORT_HISTORY, Abstention, Backtest
from tuanke.insights.predictions.history import History, Snapshot
from tuanke.insights.predictions.spline_logistic import SplineLogistic

HORIZON_DAYS = 91
REASONS = 3
_EVERY = 28  # days between the snapshots trained on
_MOST_ROWS = 300_000  # to train on: more teach nothing and take memory
_CLEARLY = 2.0  # standard errors by which looking at spend must help
_CHUNK = 20_000


@dataclass(frozen=True, kw_only=True)
class Churn:
    """Arrays in the order of `customer`; reasons are customers x 3, the strongest first.

    `reason` indexes `features`; `effect` is what that feature adds to the log-odds of churning against the
    average customer trained on: above 0 it speaks for leaving. Effects are no causes.
    """

    as_of: date
    horizon_days: int
    customer: Integers
    probability: Floats
    features: tuple[str, ...]
    reason: Integers
    effect: Floats
    backtest: Backtest


@dataclass(frozen=True, kw_only=True)
class ChurnModel:
    """A regression and the occasion model, fitted to the day it is applied on, whose answer it starts from."""

    order_days: Model
    regression: SplineLogistic
    horizon_days: int
    with_spend: bool

    def score(self, snapshot: Snapshot) -> tuple[Floats, Integers, Floats]:
        """Probability of churning, the reasons and their effects, as in `Churn`."""
        columns = features(snapshot, self.order_days, self.horizon_days, with_spend=self.with_spend)
        return _scored(self.regression, columns)


def predict(history: History, as_of: date, horizon_days: int = HORIZON_DAYS) -> Churn | Abstention:
    """Everybody's churn on `as_of`, or why not: too short a history, too few events, no better than recency.

    The backtest goes back one horizon: there the same procedure, with what was known then, is held against
    what came. Its naive rule ranks by days since the last order.
    """
    day = number_of(as_of)
    needed = 2 * horizon_days + horizon_days // 2
    if (known := history.known_days(day)) < needed:
        return Abstention(TOO_SHORT_HISTORY, {"found": known, "needed": needed})
    with_spend, backtest = _backtested(history, as_of - timedelta(days=horizon_days), horizon_days)
    if backtest.abstention:
        return backtest.abstention
    snapshot = history.snapshot(day)
    probability, reason, effect = train(history, snapshot, horizon_days, with_spend=with_spend).score(
        snapshot
    )
    return Churn(
        as_of=as_of,
        horizon_days=horizon_days,
        customer=snapshot.customer,
        probability=probability,
        features=(*RHYTHM, SPEND) if with_spend else RHYTHM,
        reason=reason,
        effect=effect,
        backtest=backtest,
    )


def train(history: History, now: Snapshot, horizon_days: int, *, with_spend: bool) -> ChurnModel:
    """From snapshots every four weeks whose horizon is over now, as far back as half a horizon is known."""
    order_days = occasions.likeliest(now)
    days = _training_days(history, now.day, horizon_days)
    rows, came = [], []
    for day in days:
        then = history.snapshot(day)
        model = occasions.fitted(then, order_days.model)
        every = 1 + then.customer.size * len(days) // _MOST_ROWS
        rows.append(features(then, model, horizon_days, with_spend=with_spend)[::every])
        came.append(history.outcome(then, horizon_days).orders[::every] > 0)
    seen = np.concatenate(came)
    weight = np.full(seen.size, 1 / len(days))  # a customer counts once, however many snapshots saw it
    regression = spline_logistic.fit(np.concatenate(rows), seen, weight)
    return ChurnModel(
        order_days=order_days, regression=regression, horizon_days=horizon_days, with_spend=with_spend
    )


def _training_days(history: History, day: int, horizon_days: int) -> Sequence[int]:
    first = day - history.known_days(day) + horizon_days // 2
    return range(day - horizon_days, first - 1, -_EVERY)


def _backtested(history: History, origin: date, horizon_days: int) -> tuple[bool, Backtest]:
    """Whether spend helps, and how the better of both did."""
    then = history.snapshot(number_of(origin))
    came = history.outcome(then, horizon_days).orders > 0
    tried = [train(history, then, horizon_days, with_spend=spend) for spend in (False, True)]
    chances = [1 - model.score(then)[0] for model in tried]
    lost = [evidence.log_losses(chance, came) for chance in chances]
    gain = lost[0] - lost[1]
    with_spend = bool(gain.mean() > _CLEARLY * gain.std() / np.sqrt(gain.size))
    chance, silent = chances[with_spend], then.times.age - then.times.recency
    bins = evidence.reliability(1 - chance, ~came)
    return with_spend, Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=came.size,
        events=int(min(came.sum(), (~came).sum())),
        model=tried[with_spend].order_days.model,
        metric="auc",
        value=evidence.auc(chance, came),
        naive=evidence.auc(-silent, came),
        calibration_error=evidence.calibration_error(bins),
        bins=bins,
    )


def _scored(regression: SplineLogistic, columns: Floats) -> tuple[Floats, Integers, Floats]:
    """Piece by piece, so that what is computed per customer stays in the cache."""
    count = min(REASONS, columns.shape[1])
    chance = np.empty(columns.shape[0])
    reason = np.empty((columns.shape[0], count), np.int64)
    effect = np.empty((columns.shape[0], count))
    for begin in range(0, columns.shape[0], _CHUNK):
        part = slice(begin, begin + _CHUNK)
        against = -regression.contributions(columns[part])
        chance[part] = spline_logistic.probability(against.sum(axis=1) - regression.intercept)
        reason[part] = np.argsort(-np.abs(against), axis=1, kind="stable")[:, :count]
        effect[part] = np.take_along_axis(against, reason[part], axis=1)
    return chance, reason, effect
