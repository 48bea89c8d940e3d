"""Lunar days against a second, independent source.

TABLE is generated from the month tables of the library lunardate 0.3.0 (Lee and Yeung's lunar project, not
related to lunar_python, which works them out from the sky). Its new-year days are those the Hong Kong Observatory
publishes. Per lunar year: new year's day, the leap month (0: none), and each month's length, + for 30 days.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.kit.lunar import Anniversary, next_occurrence, occurrence_in

TABLE = {
    2020: (date(2020, 1, 25), 4, "-+++-+--+-+-+"),
    2021: (date(2021, 2, 12), 0, "-++-+-+-+-+-"),
    2022: (date(2022, 2, 1), 0, "+-+-++-+-+-+"),
    2023: (date(2023, 1, 22), 2, "-+--++-++-+-+"),
    2024: (date(2024, 2, 10), 0, "-+--+-++-++-"),
    2025: (date(2025, 1, 29), 6, "+-+--+-+-+++-"),
    2026: (date(2026, 2, 17), 0, "+-+--+--+++-"),
    2027: (date(2027, 2, 6), 0, "++-+--+--++-"),
    2028: (date(2028, 1, 26), 5, "+++-+--+--++-"),
    2029: (date(2029, 2, 13), 0, "++-+-+-+--++"),
    2030: (date(2030, 2, 3), 0, "-+-++-+-+-+-"),
    2031: (date(2031, 1, 23), 3, "-++-+-++-+-+-"),
    2032: (date(2032, 2, 11), 0, "+--+-++-++-+"),
    2033: (date(2033, 1, 31), 11, "-+--+-+-+++-+"),
    2034: (date(2034, 2, 19), 0, "-+--+-+-++-+"),
    2035: (date(2035, 2, 8), 0, "+-+--+--++-+"),
}
# formats 6.1: 元宵 端午 七夕 中秋 重阳 腊八
FESTIVALS = {
    2025: "2025-02-12 2025-05-31 2025-08-29 2025-10-06 2025-10-29 2026-01-26",
    2026: "2026-03-03 2026-06-19 2026-08-19 2026-09-25 2026-10-18 2027-01-15",
    2027: "2027-02-20 2027-06-09 2027-08-08 2027-09-15 2027-10-08 2028-01-04",
}
FESTIVAL_DAYS = ((1, 15), (5, 5), (7, 7), (8, 15), (9, 9), (12, 8))
LEAPS = {2020: 4, 2023: 2, 2025: 6, 2028: 5, 2031: 3, 2033: 11}


def months(year: int) -> list[tuple[int, bool, date, int]]:
    """(month, is leap, first day, length), from the second source."""
    first, leap, lengths = TABLE[year]
    order = [
        (month, again) for month in range(1, 13) for again in (False, True) if not again or month == leap
    ]
    rows = []
    for (month, is_leap), mark in zip(order, lengths, strict=True):
        length = 30 if mark == "+" else 29
        rows.append((month, is_leap, first, length))
        first += timedelta(length)
    return rows


@pytest.mark.req("A1-09")
@pytest.mark.parametrize("year", TABLE)
def test_every_lunar_day_from_2020_to_2035_is_that_of_the_second_source(year: int) -> None:
    for month, is_leap, first, length in months(year):
        for day in range(1, length + 1):
            found = occurrence_in(Anniversary(month, day, is_lunar=True, is_leap_month=is_leap), year)
            assert found == first + timedelta(day - 1), (month, is_leap, day)


@pytest.mark.req("A1-09")
@pytest.mark.parametrize("year", FESTIVALS)
def test_festivals_fall_on_their_published_days(year: int) -> None:
    found = [occurrence_in(Anniversary(month, day, is_lunar=True), year) for month, day in FESTIVAL_DAYS]

    assert " ".join(map(str, found)) == FESTIVALS[year]


def test_the_year_that_many_tables_have_wrong() -> None:
    assert occurrence_in(Anniversary(8, 15, is_lunar=True), 2033) == date(2033, 9, 8)
    assert occurrence_in(Anniversary(1, 1, is_lunar=True), 2034) == date(2034, 2, 19)


@pytest.mark.parametrize("year", TABLE)
def test_a_leap_month_that_a_year_lacks_is_its_plain_month(year: int) -> None:
    for month in range(1, 13):
        leap = occurrence_in(Anniversary(month, 15, is_lunar=True, is_leap_month=True), year)
        plain = occurrence_in(Anniversary(month, 15, is_lunar=True), year)
        assert (leap == plain) == (LEAPS.get(year) != month)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027, 2028, 2030, 2031])
def test_the_last_day_of_a_short_twelfth_month_is_its_29th(year: int) -> None:
    eve = occurrence_in(Anniversary(12, 30, is_lunar=True), year)

    assert eve == occurrence_in(Anniversary(1, 1, is_lunar=True), year + 1) - timedelta(1)


def test_who_was_born_on_29_february_has_the_28th_in_common_years() -> None:
    born = Anniversary(2, 29)

    assert next_occurrence(born, date(2026, 1, 1)) == date(2026, 2, 28)
    assert next_occurrence(born, date(2028, 2, 28)) == date(2028, 2, 29)


def test_the_day_itself_is_the_next_one() -> None:
    assert next_occurrence(Anniversary(6, 30), date(2026, 6, 30)) == date(2026, 6, 30)
    assert next_occurrence(Anniversary(6, 30), date(2026, 7, 1)) == date(2027, 6, 30)


def test_a_lunar_day_at_the_end_of_its_year_comes_in_the_next_solar_year() -> None:
    laba = Anniversary(12, 8, is_lunar=True)

    assert next_occurrence(laba, date(2026, 1, 1)) == date(2026, 1, 26)
    assert next_occurrence(laba, date(2026, 1, 27)) == date(2027, 1, 15)


@pytest.mark.parametrize(
    ("month", "day", "is_lunar", "is_leap"),
    [
        (2, 30, False, False),
        (13, 1, True, False),
        (1, 31, True, False),
        (4, 31, False, False),
        (6, 1, False, True),
    ],
)
def test_what_is_no_day_is_refused(month: int, day: int, *, is_lunar: bool, is_leap: bool) -> None:
    with pytest.raises(ValueError, match=r"day|leap|month"):
        Anniversary(month, day, is_lunar=is_lunar, is_leap_month=is_leap)


@given(
    month=st.integers(1, 12),
    day=st.integers(1, 30),
    is_leap=st.booleans(),
    today=st.dates(date(2000, 1, 1), date(2090, 1, 1)),
)
def test_a_lunar_day_comes_back_within_thirteen_months_and_never_before_today(
    month: int, day: int, today: date, *, is_leap: bool
) -> None:
    found = next_occurrence(Anniversary(month, day, is_lunar=True, is_leap_month=is_leap), today)

    assert timedelta(0) <= found - today <= timedelta(385)
