"""Predictions on public data, out of time: made with what was known on a day, held against what came."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tuanke.insights.accuracy import auc
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import History, churn, evidence, lifetime_value, next_order
from tuanke.insights.tests import public

EPOCH = date(1970, 1, 1).toordinal()


def history_of(days: public.PurchaseDays) -> History:
    return History(days.customer, days.day - EPOCH, np.ones(days.day.size), np.rint(days.money * 100))


@pytest.fixture(scope="module")
def cdnow(shared_data: Path) -> History:
    return history_of(public.cdnow(shared_data))


@pytest.fixture(scope="module")
def retail(shared_data: Path) -> History:
    return history_of(public.online_retail(shared_data))


def churned(history: History, as_of: date) -> tuple[churn.Churn, np.ndarray]:
    answer = churn.predict(history, as_of)
    assert isinstance(answer, churn.Churn)
    return answer, history.outcome(history.snapshot(number_of(as_of)), 91).orders == 0


def judged(answer: churn.Churn, left: np.ndarray) -> tuple[float, float]:
    bins = evidence.reliability(answer.probability, left)
    return auc(answer.probability, left), evidence.calibration_error(bins)


@pytest.mark.req("A9-04")
def test_churn_of_cdnow_in_autumn(cdnow: History) -> None:
    answer, left = churned(cdnow, date(1997, 9, 30))
    ranking, error = judged(answer, left)
    assert ranking >= 0.7758
    assert error <= 0.02
    assert answer.backtest.origin == date(1997, 7, 1)
    assert answer.backtest.gain > 0
    # one-time buyers and long silence speak for leaving, recent orders against
    assert answer.reason.shape == answer.effect.shape == (left.size, 3)
    assert np.all(np.diff(np.abs(answer.effect), axis=1) <= 0)
    strongest = answer.effect[np.argmax(answer.probability), 0]
    assert strongest > 0 > answer.effect[np.argmin(answer.probability), 0]


@pytest.mark.req("A9-04")
def test_churn_of_cdnow_in_spring(cdnow: History) -> None:
    ranking, error = judged(*churned(cdnow, date(1998, 3, 31)))
    assert ranking >= 0.841
    assert round(error, 2) <= 0.02


@pytest.mark.req("A9-04")
def test_churn_of_online_retail(retail: History) -> None:
    ranking, error = judged(*churned(retail, date(2011, 8, 31)))
    assert ranking >= 0.745
    assert error <= 0.05


@pytest.mark.req("A9-03")
@pytest.mark.parametrize(
    ("shop", "as_of", "horizon", "customers", "days"),
    [("cdnow", date(1997, 9, 30), 273, 3313, 50.9), ("retail", date(2011, 8, 31), 100, 1003, 18.5)],
)
def test_next_orders(
    request: pytest.FixtureRequest, shop: str, as_of: date, horizon: int, customers: int, days: float
) -> None:
    history: History = request.getfixturevalue(shop)
    answer = next_order.predict(history, as_of, horizon)
    assert isinstance(answer, next_order.NextOrder)
    snapshot = history.snapshot(number_of(as_of))
    outcome = history.outcome(snapshot, horizon)
    who = (snapshot.times.frequency >= 2) & (outcome.orders > 0)
    came = outcome.wait_days[who]
    assert came.size == customers
    assert np.abs(answer.median_days[who] - came).mean() <= days
    held = np.mean((answer.low_days[who] <= came) & (came <= answer.high_days[who]))
    assert 0.78 <= held <= 0.82
    assert answer.backtest.coverage == pytest.approx(0.8, abs=0.05)
    assert answer.backtest.gain > 0


@pytest.mark.req("A9-06")
def test_value_of_cdnow(cdnow: History) -> None:
    as_of, horizon = date(1997, 9, 30), 273
    answer = lifetime_value.predict(cdnow, as_of, horizon)
    assert isinstance(answer, lifetime_value.Value)
    came = cdnow.outcome(cdnow.snapshot(number_of(as_of)), horizon).money
    assert evidence.top_share(answer.expected_fen.astype(float), came) >= 0.684
    assert answer.expected_fen.sum() == pytest.approx(came.sum(), rel=0.05)
    held = np.mean((answer.low_fen <= came) & (came <= answer.high_fen))
    assert 0.75 <= held <= 0.85
    assert answer.backtest.gain > 0


@pytest.mark.req("A9-06")
def test_potential_are_the_best_who_will_bring_much_more_than_they_did(cdnow: History) -> None:
    as_of, horizon = date(1998, 3, 31), 91
    answer = lifetime_value.predict(cdnow, as_of, horizon)
    assert isinstance(answer, lifetime_value.Value)
    assert 0 < answer.potential.mean() < 0.2
    came = cdnow.outcome(cdnow.snapshot(number_of(as_of)), horizon).money
    others = ~answer.potential
    assert np.all(answer.expected_fen[answer.potential] >= 1.5 * answer.past_fen[answer.potential])
    # and they do: more growth over the quarter before than everybody else, and more money
    grown = came - answer.past_fen
    assert grown[answer.potential].mean() > grown[others].mean()
    assert came[answer.potential].mean() > 2 * came[others].mean()


def test_a_shop_where_money_so_far_ranks_as_well_says_so(retail: History) -> None:
    """Online Retail: a few wholesale buyers; the gain over the naive rule is next to nothing."""
    answer = lifetime_value.predict(retail, date(2011, 8, 31), 100)
    gain = answer.backtest.gain if isinstance(answer, lifetime_value.Value) else -1.0
    assert gain < 0.01
