from datetime import date
from typing import Any

from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.cohorts import monthly_cohorts
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import Rows, as_of_days, histories, line, lines_table, orders, rows_of

JANUARY, FEBRUARY = date(2023, 1, 1), date(2023, 2, 1)


def cells(duck: BaseBackend, rows: Rows, as_of: date) -> dict[tuple[date, int], dict[str, Any]]:
    table = rows_of(duck, monthly_cohorts(lines_table(rows), as_of))
    return {(row.pop("cohort"), row.pop("month")): row for row in table}


def test_two_cohorts_over_three_months(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 70), *orders(2, 3), *orders(3, 40), line(2, 2000, 45, -400)]
    got = cells(duck, rows, date(2023, 3, 31))
    assert got == {
        (JANUARY, 0): {"size": 2, "buyers": 2, "retention": 1.0, "revenue_fen": 2000, "margin_fen": 500},
        (JANUARY, 1): {"size": 2, "buyers": 0, "retention": 0.0, "revenue_fen": -400, "margin_fen": -100},
        (JANUARY, 2): {"size": 2, "buyers": 1, "retention": 0.5, "revenue_fen": 1000, "margin_fen": 250},
        (FEBRUARY, 0): {"size": 1, "buyers": 1, "retention": 1.0, "revenue_fen": 1000, "margin_fen": 250},
        (FEBRUARY, 1): {"size": 1, "buyers": 0, "retention": 0.0, "revenue_fen": 0, "margin_fen": 0},
    }


def test_the_running_month_is_blank_not_zero(duck: BaseBackend) -> None:
    got = cells(duck, orders(1, 0), date(2023, 2, 27))
    assert got[JANUARY, 0]["buyers"] == 1
    blank = dict.fromkeys(("buyers", "retention", "revenue_fen", "margin_fen"))
    assert got[JANUARY, 1] == {"size": 1, **blank}


def months_between(start: date, end: date) -> int:
    return (end.year - start.year) * 12 + end.month - start.month


@settings(max_examples=25, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_cohorts_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    days = reference.days_bought(rows, as_of)
    starts = {customer: own[0].replace(day=1) for customer, own in days.items()}
    got = cells(duck, rows, as_of)
    assert got.keys() == {
        (start, k) for start in starts.values() for k in range(months_between(start, as_of) + 1)
    }
    for (start, k), cell in got.items():
        members = {customer for customer, own in starts.items() if own == start}
        assert cell["size"] == len(members)
        if cell["buyers"] is not None:
            buyers = {c for c in members for on in days[c] if months_between(start, on) == k}
            money = [
                row["revenue_fen"]
                for row in rows
                if row["customer_id"] in members
                and row["ordered_on"] <= as_of
                and months_between(start, row["ordered_on"]) == k
            ]
            assert (cell["buyers"], cell["revenue_fen"]) == (len(buyers), sum(money))
