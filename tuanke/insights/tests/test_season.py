import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.insights.season import FEWEST_MONTHS, against_last_year, season

PEAK = np.array([1, 2, 1, 1, 1, 1, 0.5, 0.5, 1, 1, 1, 1])


@pytest.mark.parametrize("first_month", [1, 6, 12])
def test_the_season_comes_out_by_calendar_month_and_the_trend_is_left(first_month: int) -> None:
    calendar = (np.arange(36) + first_month - 1) % 12
    months = PEAK[calendar] * (100 + np.arange(36.0))
    found = season(months, first_month)
    assert found is not None
    assert found.index == pytest.approx(PEAK * 12 / PEAK.sum(), rel=0.03)
    assert found.trend is not None
    assert found.trend.slope == pytest.approx(1, rel=0.1)
    assert found.trend.is_sure


@given(st.lists(st.integers(0, 500), min_size=0, max_size=60), st.integers(1, 12))
def test_any_series_has_a_season_of_mean_one_or_none(counts: list[int], first_month: int) -> None:
    found = season(np.array(counts, float), first_month)
    if found is None:
        assert len(counts) < FEWEST_MONTHS or not any(counts)
        return
    assert found.index.mean() == pytest.approx(1)
    assert np.isfinite(found.adjusted).all()
    assert len(found.adjusted) == len(counts)


def test_the_newest_quarter_is_held_against_the_same_one_of_last_year() -> None:
    months = np.array([9.0] * 3 + [40, 50, 60] + [7.0] * 9 + [80, 100, 120])
    found = against_last_year(months)
    assert found is not None
    assert found.value == 2
    assert found.low == pytest.approx(2 * np.exp(-1.959964 * np.sqrt(1 / 300 + 1 / 150)))
    assert against_last_year(months[4:]) is None
    assert against_last_year(months / 10) is None
