"""Shops too small, too young or too odd: an abstention that says what is missing, never an error."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import Abstention, History, churn, lifetime_value, next_order

AS_OF = date(2026, 6, 30)
TODAY = number_of(AS_OF)
Predict = Callable[[History], Any]
PREDICTIONS: dict[str, Predict] = {
    "churn": lambda history: churn.predict(history, AS_OF, 91),
    "next_order": lambda history: next_order.predict(history, AS_OF, 91),
    "lifetime_value": lambda history: lifetime_value.predict(history, AS_OF, 365),
}


def shop(customers: list[list[int]], fen: int = 5000) -> History:
    """Per customer the days before today with an order."""
    rows = [(who, TODAY - back) for who, own in enumerate(customers) for back in set(own)]
    ids, days = ([row[at] for row in rows] for at in (0, 1))
    return History(ids, days, [1] * len(rows), [fen] * len(rows))


SMALL = {
    "nobody": [],
    "one customer, one order": [[10]],
    "one customer": [[400, 300, 200, 100, 5]],
    "one order each": [[back] for back in range(1, 500)],
    "all on one day": [[30]] * 400,
    "all today": [[0]] * 400,
    "all on one old day": [[500]] * 400,
    "two days each": [[400, 399]] * 300,
}


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_it_abstains_and_says_what_is_missing(prediction: str, name: str) -> None:
    answer = PREDICTIONS[prediction](shop(SMALL[name]))
    assert isinstance(answer, Abstention)
    assert answer.code in {"too_few_events", "too_short_history", "no_money", "worse_than_naive"}
    assert answer.numbers["found"] < answer.numbers["needed"]


def regular(customers: int = 600, *, seed: int = 5) -> list[list[int]]:
    """Two years of customers with rates of their own, some of whom leave."""
    draw = np.random.default_rng(seed)
    own = []
    for _ in range(customers):
        days, at, gap = [], 730 - draw.integers(0, 500), 20 * draw.gamma(2.0, 1.0) + 5
        while at > 0:
            days.append(int(at))
            at -= max(1, int(draw.exponential(gap)))
            if draw.random() < 0.08:
                break
        own.append(days)
    return own


def test_a_shop_with_a_past_gets_finite_predictions_with_their_evidence() -> None:
    history = shop(regular())
    buyers = history.snapshot(TODAY).customer.size
    for name, predict in PREDICTIONS.items():
        answer = predict(history)
        assert not isinstance(answer, Abstention), name
        assert answer.as_of == AS_OF
        assert answer.backtest.origin < AS_OF
        assert answer.backtest.gain >= 0
        assert answer.backtest.events >= 200
        for column in vars(answer).values():
            if isinstance(column, np.ndarray):
                assert len(column) == buyers
                assert np.isfinite(column).all()


def test_money_that_went_back_does_not_break_the_value() -> None:
    history = shop(regular(), fen=-100)
    answer = lifetime_value.predict(history, AS_OF)
    assert isinstance(answer, Abstention)
    assert answer.code == "no_money"


def test_the_future_is_not_looked_at() -> None:
    """What comes after `as_of` changes no prediction made for it."""
    own = regular()
    whole, then = shop(own), AS_OF - timedelta(days=200)
    known = shop([[back for back in days if back >= 200] for days in own])
    for predict in (churn.predict, lifetime_value.predict):
        answers = [predict(history, then, 91) for history in (whole, known)]
        for name, column in vars(answers[0]).items():
            if isinstance(column, np.ndarray):
                assert np.array_equal(column, vars(answers[1])[name]), name


def test_one_wrong_date_costs_no_decades() -> None:
    """A row dated 54 years back would otherwise be learnt from every four weeks since."""
    answer = churn.predict(shop([*regular(), [20_000]]), AS_OF)
    assert isinstance(answer, churn.Churn)
    assert np.isfinite(answer.probability).all()
