import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tuanke.insights.forecast import FEWEST_WEEKS, HORIZON, YEAR, forecast
from tuanke.insights.smoothing import STARTING, damped_trend, level

demands = arrays(np.float64, st.integers(FEWEST_WEEKS, 140), elements=st.floats(0, 1e6))


def test_too_short_a_past_gives_no_forecast() -> None:
    assert forecast(np.ones(FEWEST_WEEKS - 1)) is None
    assert forecast(np.empty(0)) is None


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_a_bad_week_is_named(bad: float) -> None:
    with pytest.raises(ValueError, match=r"weeks\[3\]"):
        forecast(np.array([1.0, 2.0, 3.0, bad, 5.0]))


def test_a_constant_is_its_own_forecast() -> None:
    made = forecast(np.full(60, 7.0))
    assert made is not None
    assert made.mean.tolist() == made.low.tolist() == made.high.tolist() == [7.0] * HORIZON
    assert (made.total, made.mase, made.coverage) == (28.0, 0.0, 1.0)


def test_a_yearly_pattern_is_found_where_two_years_are_known() -> None:
    pattern = np.random.default_rng(7).integers(0, 100, YEAR).astype(float)
    made = forecast(np.tile(pattern, 3))
    assert made is not None
    assert made.method == "last_year"
    assert made.mean.tolist() == pattern[:HORIZON].tolist()


def test_a_straight_line_is_followed() -> None:
    made = forecast(10 + 3.0 * np.arange(80))
    assert made is not None
    assert made.method == "damped_trend"
    assert made.mase < 1
    assert np.all(np.diff(made.mean) > 0)


def test_the_range_holds_the_forecast_even_where_the_past_was_always_underestimated() -> None:
    """A demand that grows ever faster runs away from every method: all errors have one sign."""
    series = 1.08 ** np.arange(60)
    made = forecast(series)
    assert made is not None
    assert made.low.tolist() == made.mean.tolist()
    assert (made.high > made.mean).all()
    assert made.total_low == made.total < made.total_high


@pytest.mark.req("A9-05")
def test_four_of_five_coming_weeks_lie_inside_the_interval() -> None:
    """200 shops with demand around a wandering level: the interval is judged by weeks it has not seen."""
    random = np.random.default_rng(20260101)
    inside = []
    for _ in range(200):
        level_ = 60 + np.cumsum(random.normal(0, 1.5, 84))
        series = random.poisson(np.maximum(level_, 5)).astype(float)
        made = forecast(series[:-HORIZON])
        assert made is not None
        inside.append((made.low <= series[-HORIZON:]) & (series[-HORIZON:] <= made.high))
    assert 0.75 <= np.mean(inside) <= 0.87


@settings(max_examples=40, deadline=None)
@given(series=demands)
def test_everything_is_finite_and_in_order(series: np.ndarray) -> None:
    made = forecast(series)
    assert made is not None
    assert np.isfinite([*made.mean, *made.low, *made.high, made.mase, made.total]).all()
    assert (made.low >= 0).all()
    assert (made.low <= made.mean).all()
    assert (made.mean <= made.high).all()
    assert 0 <= made.total_low <= made.total <= made.total_high
    assert 0 <= made.coverage <= 1
    assert 0 <= made.gain <= 1  # "as last week" is one of the methods


@pytest.mark.parametrize("method", [level, damped_trend])
@settings(max_examples=20, deadline=None)
@given(series=demands, cut=st.integers(STARTING, FEWEST_WEEKS))
def test_no_forecast_sees_the_weeks_after_it(method: object, series: np.ndarray, cut: int) -> None:
    whole, known = method(series, HORIZON), method(series[:cut], HORIZON)  # type: ignore[operator]
    assert whole[:cut] == pytest.approx(known)
