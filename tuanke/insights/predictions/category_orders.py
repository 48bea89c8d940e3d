"""What a customer orders again, category by category: how probably within the horizon, and when."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanke.insights.accuracy import auc
from tuanke.insights.clv.observations import Floats, Integers
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import evidence
from tuanke.insights.predictions.category_days import CategoryDays, Outcome
from tuanke.insights.predictions.category_model import RHYTHM, Snapshot, Trained, train
from tuanke.insights.predictions.evidence import TOO_SHORT_HISTORY, Abstention, Backtest

HORIZON_DAYS = 91
_MODEL = "renewal"


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

    def expected_customers(self) -> tuple[NDArray[Any], Floats]:
        """The categories, and how many of those who ever bought in each will do so within the horizon."""
        categories, place = np.unique(self.category, return_inverse=True)
        return categories, np.bincount(place, self.p_order, categories.size).astype(np.float64)


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
    trained = train(known, today - horizon_days, horizon_days)
    now = Snapshot.of(known, today, horizon_days)
    pairs, renewal = now.pairs, now.renewal
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
        p_order=trained.probability(now),
        median_days=median + unknown,
        low_days=low + unknown,
        high_days=high + unknown,
        backtest=backtest,
        dates=dates,
    )


def _backtested(known: CategoryDays, origin: date, horizon_days: int) -> tuple[Backtest, Backtest]:
    """Of the probability and of the dates."""
    day = number_of(origin)
    trained, then = train(known, day - horizon_days, horizon_days), Snapshot.of(known, day, horizon_days)
    outcome = known.outcome(then.pairs, horizon_days)
    chance, came = trained.probability(then), outcome.came
    bins = evidence.reliability(chance, came)
    return Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=came.size,
        events=int(min(came.sum(), (~came).sum())),
        model=_MODEL,
        metric="auc",
        value=auc(chance, came),
        naive=auc(-then.pairs.silence, came),
        calibration_error=evidence.calibration_error(bins),
        bins=bins,
    ), _dated(trained, then, outcome, origin, horizon_days)


def _dated(trained: Trained, then: Snapshot, outcome: Outcome, origin: date, horizon_days: int) -> Backtest:
    pairs, renewal = then.pairs, then.renewal
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
