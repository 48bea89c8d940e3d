import numpy as np
import pytest

from tuanke.insights.clv import fit_spend

PARAMS = (6.0, 4.0, 15.0)


def shop(n: int, seed: int = 7) -> tuple[np.ndarray, np.ndarray]:
    """Customers as the model says: own scale from Gamma(q, v), orders Gamma(p, scale)."""
    p, q, v = PARAMS
    draw = np.random.default_rng(seed)
    x = draw.integers(1, 9, n)
    return x, draw.gamma(p * x, 1 / draw.gamma(q, 1 / v, n)) / x


def test_a_simulated_shop_gives_its_parameters_back() -> None:
    x, z = shop(40_000)
    assert list(fit_spend(x, z).params.values()) == pytest.approx(PARAMS, rel=0.1)


def test_the_unit_of_money_changes_the_unit_of_v_only() -> None:
    x, z = shop(500)
    yuan, fen = fit_spend(x, z), fit_spend(x, 100 * z)
    assert [fen.params["p"], fen.params["q"], fen.params["v"] / 100] == pytest.approx(
        list(yuan.params.values()), rel=1e-6
    )
    assert fen.log_likelihood == pytest.approx(yuan.log_likelihood - 500 * np.log(100))
    assert fen.expected_spend(x, 100 * z) == pytest.approx(100 * yuan.expected_spend(x, z), rel=1e-6)


def test_more_orders_leave_less_to_the_shops_mean() -> None:
    fitted = fit_spend(*shop(500))
    p, q, v = fitted.params.values()
    shops = p * v / (q - 1)
    few, many = fitted.expected_spend([1, 100], [60.0, 60.0])
    assert shops < few < many < 60
    assert fitted.expected_spend(0, 0) == pytest.approx(shops)


@pytest.mark.parametrize("z", [[5.0], [5.0] * 30, [1e-6, 1e6], list(range(1, 40))])
def test_every_shop_gets_finite_answers(z: list[float]) -> None:
    fitted = fit_spend(np.ones(len(z)), z)
    assert np.isfinite([*fitted.params.values(), fitted.log_likelihood]).all()
    assert np.isfinite(fitted.expected_spend([0, 1, 3000], [0, 1e-9, 1e9])).all()
