from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tuanke.insights.trend import theil_sen


def test_a_line_with_one_wild_week() -> None:
    series = 5 + 2.0 * np.arange(20)
    series[7] = 900
    found = theil_sen(series)
    assert found is not None
    assert found.slope == 2
    assert found.is_sure


def test_noise_has_no_trend() -> None:
    found = theil_sen(np.random.default_rng(3).normal(0, 1, 60))
    assert found is not None
    assert not found.is_sure


def test_three_points_say_nothing() -> None:
    assert theil_sen(np.arange(3.0)) is None


@given(series=arrays(np.float64, st.integers(4, 30), elements=st.floats(-1e3, 1e3)))
def test_the_slope_is_the_median_of_all_pairs(series: np.ndarray) -> None:
    found = theil_sen(series)
    slopes = [(series[j] - series[i]) / (j - i) for i, j in combinations(range(len(series)), 2)]
    assert found is not None
    assert found.slope == pytest.approx(np.median(slopes))
    assert found.low <= found.slope <= found.high
