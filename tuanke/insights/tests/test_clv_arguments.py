"""Bad input is refused by name and first index; good input in any form of array is taken."""

import re

import numpy as np
import pytest

from tuanke.insights import clv

GOOD = ([2.0, 0.0, 1.0], [20.0, 0.0, 6 / 7], [30.0, 12.0, 30.0])
PARAMS = {"r": 0.3, "alpha": 4.0, "a": 0.8, "b": 2.4}


@pytest.mark.parametrize(
    ("argument", "index", "value"),
    [
        ("frequency", 1, -1.0),
        ("frequency", 2, 1.5),
        ("frequency", 0, np.nan),
        ("frequency", 0, np.inf),
        ("recency", 0, 31.0),
        ("recency", 0, 0.0),  # repeat orders, and the last one on the first day
        ("recency", 1, 3.0),  # a last repeat order without any
        ("recency", 2, 0.8),  # no whole day
        ("age", 2, -2.0),
        ("age", 2, 30.01),
    ],
)
def test_a_fit_names_what_is_wrong(argument: str, index: int, value: float) -> None:
    columns = dict(zip(("frequency", "recency", "age"), map(np.array, GOOD), strict=True))
    columns[argument][index] = value
    for model in ("bgnbd", "mbgnbd", "paretonbd"):
        with pytest.raises(ValueError, match=re.escape(f"{argument}[{index}]")):
            clv.fit(**columns, model=model)


def test_a_prediction_names_what_is_wrong() -> None:
    made = clv.frozen("bgnbd", PARAMS)
    with pytest.raises(ValueError, match=re.escape("recency[1]")):
        made.p_alive([1, 1], [3, 9], [8, 8])
    with pytest.raises(ValueError, match=re.escape("frequency[1]")):
        made.expected_orders(9, [1, -1], [3, 9], [8, 9])
    for horizon in (-1.0, np.inf, np.nan):
        with pytest.raises(ValueError, match="horizon"):
            made.p_order(horizon, 1, 3, 8)
    with pytest.raises(ValueError, match="share"):
        made.next_order(1.0, 9, 1, 3, 8)
    with pytest.raises(ValueError, match="age has the shape"):
        made.p_alive([1, 1], [3, 3], [8, 8, 8])


def test_names_are_checked() -> None:
    with pytest.raises(ValueError, match="model = 'nbd'"):
        clv.fit(*GOOD, model="nbd")
    with pytest.raises(ValueError, match="model = 'bgnbd'"):
        clv.fit_erlang(*GOOD, [0, 0, 0], model="bgnbd")
    with pytest.raises(ValueError, match="alpha, beta missing or unknown"):
        clv.frozen("bgnbd", {"r": 1, "beta": 1, "a": 1, "b": 1})
    with pytest.raises(ValueError, match=re.escape("params['a'] = 0")):
        clv.frozen("bgnbd", PARAMS | {"a": 0})


def test_gaps_are_one_finite_number_per_customer() -> None:
    with pytest.raises(ValueError, match=re.escape("log_gaps[1]")):
        clv.fit_erlang(*GOOD, [0, np.nan, 0], model="bgcnbd-2")
    with pytest.raises(ValueError, match="log_gaps has 2 values, frequency 3"):
        clv.fit_erlang(*GOOD, [0, 0], model="bgcnbd-2")


def test_no_customers_are_no_fit() -> None:
    with pytest.raises(ValueError, match="frequency is empty"):
        clv.fit([], [], [])
    with pytest.raises(ValueError, match="frequency is empty"):
        clv.fit_spend([], [])


@pytest.mark.parametrize(("frequency", "spend"), [([1, 0], [3, 3]), ([1, 2], [3, 0]), ([1, 2], [3, np.nan])])
def test_a_fit_of_spend_names_what_is_wrong(frequency: list[float], spend: list[float]) -> None:
    with pytest.raises(ValueError, match=re.escape("[1]")):
        clv.fit_spend(frequency, spend)


def test_frozen_is_the_fitted_model_without_its_likelihood() -> None:
    fitted = clv.fit(*GOOD)
    made = clv.frozen("bgnbd", fitted.params)
    assert (made.log_likelihood, made.boundary) == (None, None)
    assert made.p_order(13, *GOOD) == pytest.approx(fitted.p_order(13, *GOOD))
    with pytest.raises(TypeError):
        made.params["r"] = 2.0
    with pytest.raises(AttributeError):
        made.model = "other"


def test_whole_numbers_and_single_customers_are_taken() -> None:
    made = clv.frozen("mbgnbd", PARAMS)
    assert made.p_alive(2, 5, 9).shape == ()
    assert made.p_alive([[2, 1]], [[5, 4]], 9).shape == (1, 2)
    assert made.p_alive([], [], []).size == made.expected_orders(9, [], [], []).size == 0
