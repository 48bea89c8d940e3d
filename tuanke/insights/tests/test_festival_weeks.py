"""Demand that follows the moon: last year's weeks by their distance from the festival, where that wins."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanke.insights.festival_weeks import YEAR, FestivalWeeks
from tuanke.insights.forecast import FEWEST_WEEKS, HORIZON, forecast
from tuanke.insights.occasions.calendar import Calendar
from tuanke.insights.tests.festivals import CALENDAR, MID_AUTUMN, SPRING

LAST = date(2025, 9, 8)  # a Monday, four weeks before 中秋
WEEKS = 160


def mondays(last: date, weeks: int) -> list[date]:
    return [last - timedelta(7 * back) for back in range(weeks - 1, -1, -1)]


def moved_by_festivals(last: date, weeks: int = WEEKS, *, seed: int = 2) -> np.ndarray:
    """About 100 a week, four times that in the four weeks up to 中秋 and twice that before 春节."""
    draw, demand = np.random.default_rng(seed), []
    for monday in mondays(last, weeks):
        ahead = [(day - monday).days for day in MID_AUTUMN], [(day - monday).days for day in SPRING]
        lift = 1 + 3 * any(0 <= d < 28 for d in ahead[0]) + 1 * any(0 <= d < 28 for d in ahead[1])
        demand.append(draw.poisson(100 * lift))
    return np.array(demand, float)


@pytest.mark.req("A9-05")
def test_the_peak_before_the_festival_is_foreseen_where_the_calendar_year_is_late() -> None:
    """中秋 2025 is 19 days later than in 2024: by the same week of the year the peak would be half over."""
    series = moved_by_festivals(LAST + timedelta(7 * HORIZON), WEEKS + HORIZON)
    known, came = series[:-HORIZON], series[-HORIZON:]
    made, plain = forecast(known, festivals=FestivalWeeks(CALENDAR, LAST)), forecast(known)
    assert made is not None
    assert plain is not None
    assert made.method == "last_festivals"
    assert made.gain > 0.5
    errors = [float(np.abs(one.mean - came).sum()) for one in (made, plain)]
    assert errors[0] < 0.3 * errors[1]


def test_four_of_five_weeks_of_the_peak_lie_inside_the_interval() -> None:
    """Errors of quiet weeks alone would make it half as wide as it has to be."""
    inside = []
    for seed in range(40):
        series = moved_by_festivals(LAST + timedelta(7 * HORIZON), WEEKS + HORIZON, seed=seed)
        made = forecast(series[:-HORIZON], festivals=FestivalWeeks(CALENDAR, LAST))
        assert made is not None
        inside.append((made.low <= series[-HORIZON:]) & (series[-HORIZON:] <= made.high))
    assert 0.72 <= np.mean(inside) <= 0.88


def test_a_year_that_follows_the_sun_stays_with_the_weeks_of_the_year() -> None:
    pattern = np.random.default_rng(7).integers(0, 100, YEAR).astype(float)
    made = forecast(np.tile(pattern, 3), festivals=FestivalWeeks(CALENDAR, LAST))
    assert made is not None
    assert made.method == "last_year"


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), weeks=st.integers(FEWEST_WEEKS, 130), moon=st.floats(0, 1))
def test_it_is_used_only_where_it_wins(seed: int, weeks: int, moon: float) -> None:
    draw = np.random.default_rng(seed)
    series = moon * moved_by_festivals(LAST, weeks) + (1 - moon) * draw.poisson(150, weeks)
    unknown = Calendar.of([("中秋", MID_AUTUMN[0])])  # a festival of one year is like no other week
    calendars = FestivalWeeks(unknown, LAST), FestivalWeeks(CALENDAR, LAST)
    plain, made = (forecast(series, festivals=festivals) for festivals in calendars)
    assert plain is not None
    assert made is not None
    assert plain.method != "last_festivals"
    if plain.origins == made.origins:  # two years and more, or neither
        assert (made.method == "last_festivals") == (made.mase < plain.mase)
        assert made.mase <= plain.mase


def test_lags_equal_a_count_by_hand() -> None:
    lags = FestivalWeeks(CALENDAR, LAST).lags(WEEKS, HORIZON)
    for monday, lag in zip(mondays(LAST + timedelta(7 * HORIZON), WEEKS + HORIZON), lags, strict=True):
        best = (8, YEAR)
        for days in (MID_AUTUMN, SPRING):
            weeks = [day - timedelta(day.weekday()) for day in days]
            for before, week in pairwise(weeks):
                ahead = (week - monday).days // 7
                if -2 <= ahead <= 7:
                    best = min(best, (abs(ahead), (week - before).days // 7))
        assert lag == best[1]
    assert {50, 51, 52, 54, 55} >= set(lags.tolist()) > {YEAR}


def test_a_week_begins_on_monday() -> None:
    with pytest.raises(ValueError, match="2025-09-09 is no Monday"):
        FestivalWeeks(CALENDAR, date(2025, 9, 9))
