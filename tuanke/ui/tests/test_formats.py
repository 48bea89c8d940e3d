"""Money, shares and days, as a page of either language writes them."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from tuanke.ui import formats
from tuanke.ui.templatetags import ui

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "¥0.00"), (1, "¥0.01"), (123_450, "¥1,234.50"), (-5, "-¥0.05"), (10**12, "¥10,000,000,000.00")],
)
def test_money_to_the_cent(fen: int, text: str) -> None:
    assert formats.yuan(fen) == text


@pytest.mark.parametrize(
    ("fen", "chinese", "english"),
    [
        (0, "¥0", "¥0"),
        (49, "¥0", "¥0"),
        (123_456, "¥1,235", "¥1,235"),
        (999_999, "¥1万", "¥10k"),
        (1_000_000, "¥1万", "¥10k"),
        (12_300_000, "¥12.3万", "¥123k"),
        (99_999_999_999, "¥10亿", "¥1bn"),
        (150_000_000_00, "¥1.5亿", "¥150m"),
        (99_999_000, "¥100万", "¥1m"),
        (-12_300_000, "-¥12.3万", "-¥123k"),
    ],
)
def test_short_money(fen: int, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert formats.yuan_short(fen) == chinese
    with translation.override("en"):
        assert formats.yuan_short(fen) == english


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (date(2026, 11, 21), "11月21日", "21 Nov"),
        (date(2026, 1, 5), "1月5日", "5 Jan"),
        (date(2025, 11, 21), "2025年11月21日", "21 Nov 2025"),
    ],
)
def test_days_of_both_languages(value: date, chinese: str, english: str) -> None:
    with translation.override("zh-hans"):
        assert formats.day(value, today=TODAY) == chinese
    with translation.override("en"):
        assert formats.day(value, today=TODAY) == english


def test_a_moment_is_shown_on_the_shops_day() -> None:
    with translation.override("en"):
        assert ui.day(datetime(2020, 2, 29, 17, 0, tzinfo=UTC)) == "1 Mar 2020"


@pytest.mark.parametrize(("share", "text"), [(0.0, "0.0%"), (0.3125, "31.2%"), (1.0, "100.0%")])
def test_shares(share: float, text: str) -> None:
    assert formats.percent(share) == text


@pytest.mark.parametrize(
    ("count", "text"),
    [(0.4, "0 days"), (12.5, "12 days"), (119.4, "119 days"), (365, "12 months"), (1_096, "3.0 years")],
)
def test_lengths_of_time_somebody_can_picture(count: float, text: str) -> None:
    with translation.override("en"):
        assert formats.days(count) == text


@pytest.mark.parametrize("show", [ui.yuan, ui.yuan_short, ui.percent, ui.count, ui.day, ui.days])
def test_what_is_not_known_is_a_dash(show: object) -> None:
    assert show(None) == "–"  # type: ignore[operator]


def test_an_interval_too_wide_to_say_anything_is_grey() -> None:
    assert ui.interval(0.5, 0.1, 0.9, 4)["vague"]
    assert not ui.interval(0.5, 0.45, 0.55, 400)["vague"]
    assert not ui.interval(None, None, None, 0)["known"]
