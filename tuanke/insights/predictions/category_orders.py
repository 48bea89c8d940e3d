"""What a customer orders again, category by category: how probably within the horizon, and when.

The chance of the gap's ending (`renewal`) knows nothing of customers who leave; a spline-logistic regression
on it and on the silence, trained on an earlier snapshot of the same shop, makes it a probability.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanke.insights.accuracy import auc
from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import evidence, spline_logistic
from tuanke.insights.predictions.category_days import CategoryDays, Outcome
from tuanke.insights.predictions.evidence import TOO_SHORT_HISTORY, Abstention, Backtest
from tuanke.insights.predictions.renewal import Pairs, Renewal

HORIZON_DAYS = 91
LEARNERS = 100_000  # pairs learned from, evenly spread: a few curves need no more
RHYTHM = 2  # gaps from which a pair has a rhythm of its own
_SHARES = np.array([0.1, 0.5, 0.9])
_MODEL, _SURE = "renewal", 1e-6


@dataclass(frozen=True, kw_only=True)
class CategoryOrders:
    """One entry per customer and category ever bought, by both ascending; arrays of equal length.

    `p_order` is the probability of an order in the category within the horizon, days count from `as_of` to
    the next one given that it comes; `low_days` and `high_days` hold 80 %. Where `dates.abstention` says why,
    the days are NaN. `expected_gap_days`, from `gaps` own ones, and `idle_days` since the last say it in words.
    """

    as_of: date
    horizon_days: int
    customer: Integers
    category: NDArray[Any]
    gaps: Integers
    expected_gap_days: Floats
    idle_days: Integers
    p_order: Floats
    median_days: Floats
    low_days: Floats
    high_days: Floats
    backtest: Backtest
    dates: Backtest


@dataclass(frozen=True)
class Trained:
    """`shares`: where in the waits that `renewal` foretells 10, 50 and 90 % of the real ones lay."""

    curves: spline_logistic.SplineLogistic
    shares: Floats

    def probability(self, pairs: Pairs, renewal: Renewal, horizon_days: int) -> Floats:
        """Of an order within the horizon."""
        drawn = self.curves.contributions(_features(pairs, renewal, horizon_days))
        return spline_logistic.probability(self.curves.intercept + drawn.sum(axis=1))


def predict(
    customer: ArrayLike, category: ArrayLike, day: ArrayLike, as_of: date, horizon_days: int = HORIZON_DAYS
) -> CategoryOrders | Abstention:
    """From one row per order line or day: customer id, category (any sortable label) and day number.

    Abstains on too short a history, too few events, and when days since the last order in the category rank
    as well. The backtest goes back one horizon, and learns one horizon before that. Its `dates` count pairs
    with two gaps or more that did order, against last order plus own mean gap. Raises ValueError for columns
    of different lengths.
    """
    known = CategoryDays(customer, category, day)
    today, needed = number_of(as_of), 2 * horizon_days + horizon_days // 2
    if (found := known.known_days(today)) < needed:
        return Abstention(TOO_SHORT_HISTORY, {"found": found, "needed": needed})
    backtest, dates = _backtested(known, as_of - timedelta(days=horizon_days), horizon_days)
    if backtest.abstention:
        return backtest.abstention
    trained = _train(known, today - horizon_days, horizon_days)
    pairs = known.pairs(today)
    renewal = Renewal.of(pairs)
    low, median, high = (renewal.wait(share, horizon_days) for share in trained.shares)
    unknown = np.nan if dates.abstention else 0.0
    return CategoryOrders(
        as_of=as_of,
        horizon_days=horizon_days,
        customer=known.customer_ids[pairs.customer],
        category=known.categories[pairs.category],
        gaps=pairs.gaps,
        expected_gap_days=renewal.expected_gap_days,
        idle_days=today - pairs.last,
        p_order=trained.probability(pairs, renewal, horizon_days),
        median_days=median + unknown,
        low_days=low + unknown,
        high_days=high + unknown,
        backtest=backtest,
        dates=dates,
    )


def _train(known: CategoryDays, day: int, horizon_days: int) -> Trained:
    """On what was known on `day` and came in the horizon after it."""
    pairs = known.pairs(day)
    renewal, outcome = Renewal.of(pairs), known.outcome(pairs, horizon_days)
    some = np.linspace(0, pairs.gaps.size - 1, min(pairs.gaps.size, LEARNERS)).astype(np.int64)
    features = _features(pairs, renewal, horizon_days)
    curves = spline_logistic.fit(features[some], outcome.came[some], np.ones(some.size))
    judged = outcome.came & (pairs.gaps >= RHYTHM)
    if not judged.any():
        return Trained(curves, _SHARES)
    within = renewal.chance(np.where(judged, outcome.wait_days, 0.0)) / renewal.chance(horizon_days)
    return Trained(curves, np.clip(np.quantile(within[judged], _SHARES), 0.001, 0.999))


def _features(pairs: Pairs, renewal: Renewal, horizon_days: int) -> Floats:
    chance = np.clip(renewal.chance(horizon_days), _SURE, 1 - _SURE)
    logs = np.log1p(pairs.gaps), np.log1p(pairs.silence), np.log1p(pairs.idle)
    return np.stack([np.log(chance / (1 - chance)), *logs], axis=1)


def _backtested(known: CategoryDays, origin: date, horizon_days: int) -> tuple[Backtest, Backtest]:
    """Of the probability and of the dates."""
    day = number_of(origin)
    trained, pairs = _train(known, day - horizon_days, horizon_days), known.pairs(day)
    renewal, outcome = Renewal.of(pairs), known.outcome(pairs, horizon_days)
    chance, came = trained.probability(pairs, renewal, horizon_days), outcome.came
    bins = evidence.reliability(chance, came)
    return Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=came.size,
        events=int(min(came.sum(), (~came).sum())),
        model=_MODEL,
        metric="auc",
        value=auc(chance, came),
        naive=auc(-pairs.silence, came),
        calibration_error=evidence.calibration_error(bins),
        bins=bins,
    ), _dated(trained, pairs, renewal, outcome, origin, horizon_days)


def _dated(
    trained: Trained, pairs: Pairs, renewal: Renewal, outcome: Outcome, origin: date, horizon_days: int
) -> Backtest:
    judged = outcome.came & (pairs.gaps >= RHYTHM)
    wait = outcome.wait_days[judged]
    low, median, high = (renewal.wait(share, horizon_days)[judged] for share in trained.shares)
    mean_gap = (pairs.last - pairs.first)[judged] / pairs.gaps[judged]
    naive = np.clip(mean_gap - pairs.silence[judged], 0, horizon_days)
    return Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=pairs.gaps.size,
        events=wait.size,
        model=_MODEL,
        metric="mae_days",
        value=float(np.abs(median - wait).mean()) if wait.size else 0.0,
        naive=float(np.abs(naive - wait).mean()) if wait.size else 0.0,
        coverage=float(((low <= wait) & (wait <= high)).mean()) if wait.size else None,
    )
