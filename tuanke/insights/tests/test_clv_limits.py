"""Data and parameters at the edge: always an answer, always finite."""

from itertools import product

import numpy as np
import pytest

from tuanke.insights import clv

MODELS = ("bgnbd", "mbgnbd", "paretonbd")
ERLANG = ("bgcnbd-1", "bgcnbd-2", "bgcnbd-3", "mbgcnbd-1", "mbgcnbd-2", "mbgcnbd-3")
AT_THE_EDGE = {
    "one customer": ([3], [20 / 7], [5]),
    "one order each": ([0, 0, 0], [0, 0, 0], [1, 20, 40]),
    "all first orders today": ([0, 0, 0], [0, 0, 0], [0, 0, 0]),
    "all alike": ([4] * 50, [30] * 50, [39] * 50),
    "never late": (list(range(1, 40)), list(range(1, 40)), list(range(1, 40))),
    "left at once": ([1] * 30 + [0] * 70, [1 / 7] * 30 + [0] * 70, [100] * 100),
    "one heavy buyer": ([0] * 99 + [360], [0] * 99 + [364 / 7], [52] * 100),
}


@pytest.mark.parametrize("name", AT_THE_EDGE)
@pytest.mark.parametrize("model", [*MODELS, *ERLANG])
def test_every_shop_gets_a_model_that_answers(model: str, name: str) -> None:
    shop = tuple(np.array(column, float) for column in AT_THE_EDGE[name])
    gaps = np.where(shop[0] > 0, shop[0] * np.log(np.maximum(shop[1], 1 / 7) / np.maximum(shop[0], 1)), 0)
    made = clv.fit_erlang(*shop, gaps, model=model) if "cnbd" in model else clv.fit(*shop, model=model)
    assert np.isfinite([made.log_likelihood, *made.params.values()]).all()
    for answer in (
        made.p_alive(*shop),
        made.p_order(13, *shop),
        made.expected_orders(13, *shop),
        made.next_order(0.5, 13, *shop),
    ):
        assert np.isfinite(answer).all()
        assert answer.shape == shop[0].shape


@pytest.mark.parametrize("model", MODELS)
def test_limits_are_called_by_name(model: str) -> None:
    assert clv.fit(*AT_THE_EDGE["one order each"], model=model).boundary == "no_orders"
    assert clv.fit(*AT_THE_EDGE["never late"], model=model).boundary == "no_dropout"


XS = np.array([0, 1, 2, 10, 100, 500, 1000, 3000.0])
AGES = np.array([1 / 7, 1, 52, 520])
GRID = np.array([(x, t * T, T) for x, T, t in product(XS, AGES, (0, 0.5, 1))]).T
EDGES = (1e-3, 0.999, 1.0, 2.5, 1e3)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("rates", [(0.25, 4.4), (1e-3, 1e3), (50, 1e-2)])
def test_all_answers_are_finite_from_one_end_to_the_other(model: str, rates: tuple[float, float]) -> None:
    names = ("r", "alpha", "s", "beta") if model == "paretonbd" else ("r", "alpha", "a", "b")
    for pair in product(EDGES, repeat=2):
        made = clv.frozen(model, dict(zip(names, (*rates, *pair), strict=True)))
        for h in (1 / 7, 520):
            alive, order, orders = (
                made.p_alive(*GRID),
                made.p_order(h, *GRID),
                made.expected_orders(h, *GRID),
            )
            assert np.isfinite([alive, order, orders]).all()
            assert np.all((alive >= 0) & (alive <= 1) & (order >= 0) & (order <= alive + 1e-12))
            assert np.all(orders >= order * (1 - 1e-6))  # who orders at all orders at least once


@pytest.mark.parametrize("near", [1e-9, 1e-6, 1e-3])
def test_nothing_jumps_where_the_textbook_formula_has_its_pole(near: float) -> None:
    customer = (np.array([0, 3, 40.0]), np.array([0, 20, 39.0]), np.array([39, 39, 39.0]))
    for model, names in (("bgnbd", "ab"), ("mbgnbd", "ab"), ("paretonbd", ("s", "beta"))):
        rest = {"r": 0.3, "alpha": 4.0, names[1]: 2.0}
        at, beside = (clv.frozen(model, rest | {names[0]: 1 + d}) for d in (0.0, near))
        assert at.expected_orders(30, *customer) == pytest.approx(
            beside.expected_orders(30, *customer), rel=5 * near
        )
