"""A question is read strictly: what is wrong is named by its place; the days it is about."""

from datetime import date
from typing import Any

import pytest

from tuanke.kit.rules import Attribute, RuleError, Vocabulary
from tuanke.reports.domain.periods import Days, days_of, earlier_days
from tuanke.reports.domain.question import Grammar, parse_question, question_to_json
from tuanke.reports.selectors.built_in import ALL

GRAMMAR = Grammar({"province"}, Vocabulary({"province": Attribute("text")}))
ANY: Any = None


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ([], "", "not_a_question"),
        ({"measures": []}, "/measures", "no_measure"),
        ({"measures": ["revenue", "happiness"]}, "/measures/1", "unknown_measure"),
        ({"measures": ["revenue", "revenue"]}, "/measures/1", "named_twice"),
        ({"measures": ["revenue"], "by": ["mood"]}, "/by/0", "unknown_breakdown"),
        ({"measures": ["revenue"], "by": ["month", "kind", "hour"]}, "/by/1", "unknown_breakdown"),
        ({"measures": ["revenue", "people"], "by": ["month"]}, "/by/0", "does_not_fit:people"),
        ({"measures": ["refunded"], "by": ["first_or_repeat"]}, "/by/0", "does_not_fit:refunded"),
        ({"measures": ["revenue"], "period": {"last": 0, "unit": "day"}}, "/period/n", ANY),
        ({"measures": ["revenue"], "period": {"rolling_hours": 5}}, "/period", "not_whole_days"),
        ({"measures": ["revenue"], "period": {"calendar": "moon"}}, "/period/calendar", "unknown_unit"),
        ({"measures": ["revenue"], "compared": "before"}, "/compared", "nothing_before"),
        ({"measures": ["revenue"], "sort": "orders"}, "/sort", "unknown_sort"),
        ({"measures": ["revenue"], "top": 7}, "/top", "unknown_top"),
        ({"measures": ["revenue"], "top": True}, "/top", "unknown_top"),
        ({"measures": ["revenue"], "whom": {"attr": "mood", "op": "eq"}}, "/whom/attr", "unknown_attribute"),
        ({"measures": ["revenue"], "joke": 1}, "/joke", "unknown_key"),
        ({"measures": ["revenue"], "v": 2}, "/v", "unknown_version"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(wrong: Any, pointer: str, code: str | None) -> None:
    with pytest.raises(RuleError) as raised:
        parse_question(wrong, GRAMMAR)
    assert raised.value.pointer in {pointer, "/period"}
    assert code is None or (raised.value.pointer, raised.value.code) == (pointer, code)


def test_it_is_written_as_it_was_read() -> None:
    told = {
        "v": 1,
        "measures": ["orders", "revenue"],
        "by": ["province", "month"],
        "period": {"calendar": "quarter", "back": 2},
        "compared": "last_year",
        "whom": {"attr": "province", "op": "eq", "value": "浙江"},
        "sort": "revenue",
        "top": 50,
    }
    assert question_to_json(parse_question(told, GRAMMAR)) == told


DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("period", "days", "before", "last_year"),
    [
        ({"calendar": "month"}, ("2026-03-01", "2026-04-01"), ("2026-02-01", "2026-03-01"), "2025-03-01"),
        (
            {"calendar": "quarter", "back": 1},
            ("2025-10-01", "2026-01-01"),
            ("2025-07-01", "2025-10-01"),
            "2024-10-01",
        ),
        (
            {"last": 7, "unit": "day"},
            ("2026-03-25", "2026-04-01"),
            ("2026-03-18", "2026-03-25"),
            "2025-03-25",
        ),
        (
            {"last": 1, "unit": "month"},
            ("2026-03-01", "2026-04-01"),
            ("2026-01-29", "2026-03-01"),
            "2025-03-01",
        ),
        (
            {"from": "2026-02-10", "to": "2026-02-20"},
            ("2026-02-10", "2026-02-20"),
            ("2026-01-31", "2026-02-10"),
            "2025-02-10",
        ),
    ],
)
def test_the_days_and_those_they_are_compared_with(
    period: Any, days: tuple[str, str], before: tuple[str, str], last_year: str
) -> None:
    asked = parse_question({"measures": ["revenue"], "period": period}, GRAMMAR).period

    assert days_of(asked, DAY) == Days(*map(date.fromisoformat, days))
    assert earlier_days(asked, "before", DAY) == Days(*map(date.fromisoformat, before))
    earlier = earlier_days(asked, "last_year", DAY)
    assert earlier is not None
    assert earlier.first == date.fromisoformat(last_year)


def test_every_shop_has_more_than_twenty_reports_that_are_each_a_question() -> None:
    assert len({report.slug for report in ALL}) == len(ALL) > 20
    assert all(str(report.title)[-1] in "?？" for report in ALL)
    assert all(report.question["measures"] for report in ALL)
