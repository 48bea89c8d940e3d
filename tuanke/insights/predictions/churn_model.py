"""The regression behind churn: trained on earlier snapshots of the same shop, applied to any."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.clv.results import Model
from tuanke.insights.predictions import occasions, spline_logistic
from tuanke.insights.predictions.churn_features import features
from tuanke.insights.predictions.history import History
from tuanke.insights.predictions.snapshot import Snapshot
from tuanke.insights.predictions.spline_logistic import SplineLogistic

REASONS = 3
_EVERY = 28  # days between the snapshots trained on
_MOST_SNAPSHOTS = 39  # three years: what was true longer ago is another shop's
_MOST_ROWS = 300_000  # to train on: more teach nothing and take memory
_CHUNK = 8192


@dataclass(frozen=True, kw_only=True)
class ChurnModel:
    """A regression on the features `names`, which begin with the answer of the occasion model."""

    order_days: Model
    regression: SplineLogistic
    horizon_days: int
    names: tuple[str, ...]

    def score(self, snapshot: Snapshot) -> tuple[Floats, Integers, Floats]:
        """Probability of no order within the horizon; the reasons, customers x 3, and their effects.

        A reason is an index into `names`, an effect what it adds to the log-odds of churning.
        """
        size = snapshot.customer.size
        chance, reason, effect = (
            np.empty(size),
            np.empty((size, REASONS), np.int64),
            np.empty((size, REASONS)),
        )
        for begin in range(0, size, _CHUNK):  # so that a piece stays in the cache
            part = slice(begin, begin + _CHUNK)
            columns = features(snapshot.part(part), self.order_days, self.horizon_days)
            against = -self.regression.contributions(columns[:, : len(self.names)])
            chance[part] = spline_logistic.probability(against.sum(axis=1) - self.regression.intercept)
            reason[part] = np.argsort(-np.abs(against), axis=1, kind="stable")[:, :REASONS]
            effect[part] = np.take_along_axis(against, reason[part], axis=1)
        return chance, reason, effect


def train(history: History, now: Snapshot, horizon_days: int, *variants: tuple[str, ...]) -> list[ChurnModel]:
    """One model per variant, which are leading parts of `churn_features.NAMES`.

    From snapshots every four weeks whose horizon is over now, as far back as half a horizon is known, at
    most three years; at least 1.5 horizons must be known.
    """
    order_days = occasions.likeliest(now)
    days = _training_days(history, now.day, horizon_days)
    rows, came = [], []
    for day in days:
        then = history.snapshot(day)
        every = 1 + then.customer.size * len(days) // _MOST_ROWS
        rows.append(features(then, occasions.fitted(then, order_days.model), horizon_days)[::every])
        came.append(history.outcome(then, horizon_days).orders[::every] > 0)
    columns, seen = np.concatenate(rows), np.concatenate(came)
    weight = np.full(seen.size, 1 / len(days))  # a customer counts once, however many snapshots saw it
    return [
        ChurnModel(
            order_days=order_days,
            regression=spline_logistic.fit(columns[:, : len(names)], seen, weight),
            horizon_days=horizon_days,
            names=names,
        )
        for names in variants
    ]


def _training_days(history: History, day: int, horizon_days: int) -> Sequence[int]:
    first = day - history.known_days(day) + horizon_days // 2
    return range(day - horizon_days, first - 1, -_EVERY)[:_MOST_SNAPSHOTS]
