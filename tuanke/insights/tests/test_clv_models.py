"""The closed forms against sums over individuals (`individuals`)."""

import numpy as np
import pytest

from tuanke.insights import clv
from tuanke.insights.clv import beta_geometric, pareto_nbd
from tuanke.insights.clv.observations import triples
from tuanke.insights.tests import individuals

CUSTOMERS = [(0, 0.0, 30.0), (1, 3.0, 38.0), (4, 20.0, 22.0), (12, 39.0, 39.0), (12, 9.0, 39.0)]
HORIZON = 13.0
BETA_GEOMETRIC = {"r": 0.8, "alpha": 4.4, "a": 0.9, "b": 2.4}
PARETO = {"r": 0.7, "alpha": 9.0, "s": 0.6, "beta": 11.0}
FORMS = {
    "bgnbd": (0, 1),
    "mbgnbd": (1, 1),
    "bgcnbd-2": (0, 2),
    "mbgcnbd-2": (1, 2),
    "bgcnbd-3": (0, 3),
    "mbgcnbd-3": (1, 3),
}


@pytest.mark.parametrize("model", FORMS)
@pytest.mark.parametrize("customer", CUSTOMERS)
def test_beta_geometric_forms_are_averages_over_individuals(
    model: str, customer: tuple[int, float, float]
) -> None:
    m, k = FORMS[model]
    expected = individuals.beta_geometric(BETA_GEOMETRIC, m, k, *customer, HORIZON)
    made = clv.frozen(model, BETA_GEOMETRIC)
    likelihood = beta_geometric.Likelihood(triples(*([value] for value in customer)), m=m, k=k)
    value = likelihood(np.array(list(BETA_GEOMETRIC.values()))).value - likelihood.constant
    assert value == pytest.approx(np.log(expected.likelihood), abs=1e-6)
    got = (
        made.p_alive(*customer),
        made.p_order(HORIZON, *customer),
        made.expected_orders(HORIZON, *customer),
    )
    assert got == pytest.approx(expected[1:], rel=1e-6)


@pytest.mark.parametrize("customer", CUSTOMERS)
@pytest.mark.parametrize("params", [PARETO, PARETO | {"alpha": 12.0, "beta": 7.0}])
def test_pareto_nbd_is_an_average_over_individuals(
    params: dict[str, float], customer: tuple[int, float, float]
) -> None:
    expected = individuals.pareto(params, *customer, HORIZON)
    made = clv.frozen("paretonbd", params)
    likelihood = pareto_nbd.Likelihood(triples(*([value] for value in customer)))
    value = likelihood(np.array(list(params.values()))).value
    assert value == pytest.approx(np.log(expected.likelihood), abs=1e-6)
    got = (
        made.p_alive(*customer),
        made.p_order(HORIZON, *customer),
        made.expected_orders(HORIZON, *customer),
    )
    assert got == pytest.approx(expected[1:], rel=1e-6)


@pytest.mark.parametrize("model", [*FORMS, "paretonbd"])
def test_the_share_of_next_orders_by_their_quantile_is_the_share_asked_for(model: str) -> None:
    made = clv.frozen(model, PARETO if model == "paretonbd" else BETA_GEOMETRIC)
    columns = np.array(CUSTOMERS).T
    for share in (0.1, 0.5, 0.9):
        by_then = made.next_order(share, HORIZON, *columns)
        assert np.all((by_then > 0) & (by_then < HORIZON))
        for customer, when in zip(CUSTOMERS, by_then, strict=True):
            reached = made.p_order(float(when), *customer) / made.p_order(HORIZON, *customer)
            assert reached == pytest.approx(share, abs=1e-9)


@pytest.mark.parametrize("model", [*FORMS, "paretonbd"])
def test_gradient_and_hessian_are_those_of_the_likelihood(model: str) -> None:
    seen = triples(*np.array(CUSTOMERS).T)
    if model == "paretonbd":
        likelihood, theta = pareto_nbd.Likelihood(seen), np.array(list(PARETO.values()))
    else:
        m, k = FORMS[model]
        likelihood = beta_geometric.Likelihood(seen, m=m, k=k)
        theta = np.array(list(BETA_GEOMETRIC.values()))
    here = likelihood(theta)
    for i, step in enumerate(np.diag(theta * 1e-5)):
        up, down = likelihood(theta + step), likelihood(theta - step)
        width = 2 * step[i]
        assert here.gradient[i] == pytest.approx((up.value - down.value) / width, rel=2e-4, abs=1e-6)
        assert here.hessian[i] == pytest.approx((up.gradient - down.gradient) / width, rel=2e-4, abs=1e-6)


def test_many_customers_are_answered_like_each_alone() -> None:
    """Above some thousand customers equal ones are computed once."""
    some = np.array(CUSTOMERS).T
    many = np.tile(some, 900)
    for model in ("mbgnbd", "bgcnbd-2", "paretonbd"):
        made = clv.frozen(model, PARETO if model == "paretonbd" else BETA_GEOMETRIC)
        for odd in (0.0, 0.01):  # whole days, and times that are none
            one, all_ = (made.expected_orders(9.0, x, t, T + odd) for x, t, T in (some, many))
            assert all_.reshape(-1, len(CUSTOMERS)) == pytest.approx(np.tile(one, (900, 1)), rel=1e-12)
