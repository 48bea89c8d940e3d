"""The small parts by their definitions: ranking, calibration, curves, residuals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanke.insights.predictions import evidence, spline_logistic
from tuanke.insights.predictions.residuals import Residuals


def test_calibration_error_by_hand() -> None:
    """Ten bins of ten: each predicts .5, in half of them all come and in half none."""
    probability, came = np.full(100, 0.5), np.arange(100) // 10 % 2 == 0
    bins = evidence.reliability(probability, came)
    assert [bin_.customers for bin_ in bins] == [10] * 10
    assert evidence.calibration_error(bins) == pytest.approx(0.5)
    assert evidence.calibration_error(evidence.reliability(came.astype(float), came)) == 0
    assert evidence.calibration_error(()) == 0
    assert all(bin_.interval.low <= bin_.observed <= bin_.interval.high for bin_ in bins)


def test_the_best_fifth_by_hand() -> None:
    score, money = np.array([5.0, 4, 3, 2, 1]), np.array([10.0, 50, 20, 15, 5])
    assert evidence.top_share(score, money) == pytest.approx(0.1)
    assert evidence.top_share(money, money) == pytest.approx(0.5)
    assert evidence.top_share(score, np.zeros(5)) == 0


def shop(n: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds are a bend in the first feature and nothing in the second."""
    draw = np.random.default_rng(3)
    features = draw.normal(size=(n, 2))
    return features, draw.random(n) < 1 / (1 + np.exp(1 - np.abs(2 * features[:, 0])))


def test_the_fit_is_the_penalised_optimum() -> None:
    """The gradient of the penalised likelihood vanishes, and the intercept reproduces the total."""
    features, came = shop()
    model = spline_logistic.fit(features, came, np.ones(came.size))
    log_odds = model.intercept + model.contributions(features).sum(axis=1)
    chance = spline_logistic.probability(log_odds)
    assert chance.sum() == pytest.approx(came.sum(), abs=1e-6)
    for curve, column in zip(model.curves, features.T, strict=True):
        basis = (spline_logistic._basis(column, curve.knots) - curve.mean) / curve.scale
        penalty = spline_logistic._PENALTY * curve.coefficient
        assert basis.T @ (came - chance) == pytest.approx(penalty, abs=1e-5)


def test_a_bend_is_found_and_noise_is_not() -> None:
    features, came = shop()
    model = spline_logistic.fit(features, came, np.ones(came.size))
    bend, noise = model.contributions(np.array([[-2.0, -2.0], [0.0, 0.0], [2.0, 2.0]])).T
    assert min(bend[0], bend[2]) > bend[1] + 1.5
    assert np.ptp(noise) < 0.6


def test_curves_are_straight_beyond_the_data() -> None:
    features, came = shop()
    curve = spline_logistic.fit(features, came, np.ones(came.size)).curves[0]
    far = curve.contribution(np.array([10.0, 11.0, 12.0, -10.0, -11.0, -12.0]))
    assert np.diff(far[:3], 2) == pytest.approx([0], abs=1e-6)
    assert np.diff(far[3:], 2) == pytest.approx([0], abs=1e-6)


@pytest.mark.parametrize("came", [np.zeros(50, bool), np.ones(50, bool)])
def test_one_sided_and_constant_data_are_fitted_too(came: np.ndarray) -> None:
    model = spline_logistic.fit(np.ones((50, 2)), came, np.ones(50))
    chance = spline_logistic.probability(model.intercept + model.contributions(np.ones((2, 2))).sum(axis=1))
    assert chance == pytest.approx([float(came[0])] * 2, abs=1e-3)


@settings(max_examples=50)
@given(seed=st.integers(0, 10_000), silent=st.floats(0, 0.9))
def test_residual_intervals_hold_four_fifths_of_what_they_were_made_from(seed: int, silent: float) -> None:
    draw = np.random.default_rng(seed)
    predicted = draw.gamma(2.0, 100.0, 2000)
    came = predicted * draw.gamma(1.0, 1.0, 2000) * (draw.random(2000) >= silent)
    low, high = Residuals.of(predicted, came).interval(predicted)
    assert np.all((low <= predicted) & (predicted <= high))
    held = np.mean((low <= came) & (came <= high))
    # more where the bound has to reach the prediction itself, which most customers stay far below
    assert held > 0.77
    assert silent > 0.2 or held < 0.83
