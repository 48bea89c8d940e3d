"""Churn: the probability of no order within the horizon, calibrated on the shop's own past, with reasons.

The closed form P(order within h) of the occasion model goes into a spline-logistic regression together
with recency, rhythm and recent orders, trained on earlier snapshots of the same shop (analytics 2.2).
P(alive) is no churn score: it calls every one-time buyer alive.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tuanke.insights.accuracy import auc
from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.numbers import date_of, number_of
from tuanke.insights.predictions import evidence
from tuanke.insights.predictions.churn_features import NAMES, RHYTHM
from tuanke.insights.predictions.churn_model import ChurnModel, train
from tuanke.insights.predictions.evidence import TOO_SHORT_HISTORY, Abstention, Backtest
from tuanke.insights.predictions.history import History
from tuanke.insights.predictions.snapshot import Snapshot

HORIZON_DAYS = 91
_CLEARLY = 2.0  # standard errors by which looking at spend must help


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
class Learnt:
    """The trained regression, and how the same procedure did one horizon ago."""

    model: ChurnModel
    backtest: Backtest

    def predict(self, snapshot: Snapshot) -> Churn:
        """For every buyer of the snapshot."""
        probability, reason, effect = self.model.score(snapshot)
        return Churn(
            as_of=date_of(snapshot.day),
            horizon_days=self.model.horizon_days,
            customer=snapshot.customer,
            probability=probability,
            features=self.model.names,
            reason=reason,
            effect=effect,
            backtest=self.backtest,
        )


def predict(history: History, as_of: date, horizon_days: int = HORIZON_DAYS) -> Churn | Abstention:
    """Everybody's churn, or why not: what `learn` finds, applied to everybody known on `as_of`."""
    learnt = learn(history, as_of, horizon_days)
    return learnt if isinstance(learnt, Abstention) else learnt.predict(history.snapshot(number_of(as_of)))


def learn(history: History, as_of: date, horizon_days: int = HORIZON_DAYS) -> Learnt | Abstention:
    """The regression, or why none: too short a history, too few events, no better than recency.

    The backtest goes back one horizon: there the same procedure, with what was known then, is held against
    what came. Its naive rule ranks by days since the last order; events are the rarer of the outcomes.
    """
    day = number_of(as_of)
    needed = 2 * horizon_days + horizon_days // 2
    if (known := history.known_days(day)) < needed:
        return Abstention(TOO_SHORT_HISTORY, {"found": known, "needed": needed})
    names, backtest = _backtested(history, as_of - timedelta(days=horizon_days), horizon_days)
    if backtest.abstention:
        return backtest.abstention
    (model,) = train(history, history.snapshot(day), horizon_days, names)
    return Learnt(model=model, backtest=backtest)


def _backtested(history: History, origin: date, horizon_days: int) -> tuple[tuple[str, ...], Backtest]:
    """The features to use, spend only if it clearly helps, and how they did."""
    then = history.snapshot(number_of(origin))
    came = history.outcome(then, horizon_days).orders > 0
    tried = train(history, then, horizon_days, RHYTHM, NAMES)
    chances = [1 - model.score(then)[0] for model in tried]
    gain = evidence.log_losses(chances[0], came) - evidence.log_losses(chances[1], came)
    chosen = int(gain.mean() > _CLEARLY * gain.std() / np.sqrt(gain.size))
    chance, silent = chances[chosen], then.times.age - then.times.recency
    bins = evidence.reliability(1 - chance, ~came)
    return tried[chosen].names, Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=came.size,
        events=int(min(came.sum(), (~came).sum())),
        model=tried[chosen].order_days.model,
        metric="auc",
        value=auc(chance, came),
        naive=auc(-silent, came),
        calibration_error=evidence.calibration_error(bins),
        bins=bins,
    )
