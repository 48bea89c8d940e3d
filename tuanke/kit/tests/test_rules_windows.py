"""Windows are half-open, months clamp, and the day belongs to the shop's zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.kit.lunar import Anniversary
from tuanke.kit.rules.anniversaries import anniversaries_in, anniversary_of, code_of, solar_days_in
from tuanke.kit.rules.windows import (
    EVER,
    AsOf,
    Between,
    Last,
    Lunar,
    RollingHours,
    Span,
    bounds,
    days_of,
)

ZONE = ZoneInfo("Asia/Shanghai")


def noon(day: date) -> AsOf:
    return AsOf(datetime(day.year, day.month, day.day, 12, tzinfo=ZONE), ZONE)


def asked(year: int, month: int, day: int, hour: int = 12) -> AsOf:
    return AsOf(datetime(year, month, day, hour, tzinfo=ZONE), ZONE)


def test_the_last_days_end_with_today() -> None:
    found = bounds(Last(Span(1, "day")), asked(2026, 3, 1))

    assert found.start == datetime(2026, 2, 28, 16, tzinfo=UTC)
    assert found.end == datetime(2026, 3, 1, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 3, 31), date(2026, 3, 1)),
        (date(2024, 3, 31), date(2024, 3, 1)),
        (date(2026, 3, 28), date(2026, 3, 1)),
    ],
)
def test_a_month_back_clamps(today: date, first: date) -> None:
    found = bounds(Last(Span(1, "month")), noon(today))

    assert found.start is not None
    assert found.start.astimezone(ZONE).date() == first


def test_a_year_back_from_the_29th_of_february() -> None:
    found = bounds(Last(Span(1, "year")), asked(2024, 2, 29))

    assert found.start is not None
    assert found.start.astimezone(ZONE).date() == date(2023, 3, 1)


@given(
    st.dates(date(2019, 1, 1), date(2027, 1, 1)),
    st.integers(1, 30),
    st.sampled_from(["day", "week", "month"]),
)
def test_what_was_before_the_last_days_is_exactly_the_rest(today: date, n: int, unit: str) -> None:
    span = Span(n, unit)
    last, before = (bounds(Last(span, before=side), noon(today)) for side in (False, True))

    assert before.start is None
    assert before.end == last.start


def test_hours_roll_with_the_clock() -> None:
    as_of = asked(2026, 3, 1, 9)
    found = bounds(RollingHours(48), as_of)

    assert (found.start, found.end) == (as_of.at - timedelta(hours=48), as_of.at)


def test_nothing_after_today_counts() -> None:
    as_of = asked(2026, 3, 1)

    assert bounds(EVER, as_of).end == as_of.tomorrow
    assert bounds(Between(date(2026, 1, 1), date(2027, 1, 1)), as_of).end == as_of.tomorrow
    assert bounds(Between(date(2026, 1, 1), date(2026, 2, 1)), as_of).end == as_of.midnight(date(2026, 2, 1))


def test_before_mid_autumn_moves_with_the_moon() -> None:
    found = bounds(Lunar("中秋", -45, -14, "last"), asked(2026, 3, 1))  # 6 October 2025

    assert found.start is not None
    assert found.start.astimezone(ZONE).date() == date(2025, 8, 22)
    assert found.end.astimezone(ZONE).date() == date(2025, 9, 22)


def test_the_29th_of_february_is_kept_on_the_28th() -> None:
    assert 229 in solar_days_in(Span(1, "day"), date(2026, 2, 28))
    assert 229 not in solar_days_in(Span(1, "day"), date(2024, 2, 28))
    assert len(solar_days_in(Span(1, "year"), date(2026, 5, 5))) == 366


@pytest.mark.parametrize(
    ("kept", "on"),
    [
        (Anniversary(8, 15, is_lunar=True), date(2026, 9, 25)),
        (Anniversary(12, 30, is_lunar=True), date(2026, 2, 16)),  # a short month: day 29
        (Anniversary(6, 1, is_lunar=True, is_leap_month=True), date(2025, 7, 25)),  # 2025 has the leap month
        (Anniversary(6, 1, is_lunar=True, is_leap_month=True), date(2026, 7, 14)),  # 2026 has not
    ],
)
def test_a_lunar_day_is_kept_on_one_day_and_not_on_those_beside_it(kept: Anniversary, on: date) -> None:
    one = Span(1, "day")
    days = [on + timedelta(days=n) for n in (-1, 0, 1)]

    assert [code_of(kept) in anniversaries_in(one, day) for day in days] == [False, True, False]


@pytest.mark.parametrize("era", [{}, {"is_lunar": True}, {"is_lunar": True, "is_leap_month": True}])
@given(month=st.integers(1, 12), day=st.integers(1, 28))
def test_a_code_reads_back_as_its_day(era: dict[str, bool], month: int, day: int) -> None:
    kept = Anniversary(month, day, **era)
    assert anniversary_of(code_of(kept)) == kept


def test_in_last_and_in_next_share_today() -> None:
    today = date(2026, 3, 1)

    assert days_of("in_last", Span(2, "day"), today) == (date(2026, 2, 28), date(2026, 3, 2))
    assert days_of("in_next", Span(2, "day"), today) == (date(2026, 3, 1), date(2026, 3, 3))
