from collections import Counter
from datetime import date

from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.purchases import purchase_days
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, line, lines_table, rows_of


def purchases(duck: BaseBackend, rows: Rows, as_of: date) -> Rows:
    return rows_of(duck, purchase_days(lines_table(rows), as_of))


def test_two_orders_on_one_day_are_one_purchase_day(duck: BaseBackend) -> None:
    rows = [line(1, 10, 0, 500), line(1, 10, 0, 300), line(1, 11, 0, 200)]
    assert purchases(duck, rows, day(0)) == [
        {"customer_id": 1, "day": day(0), "bought": True, "revenue_fen": 1000, "margin_fen": 250}
    ]


def test_a_refund_lowers_the_money_of_its_day_and_is_no_purchase(duck: BaseBackend) -> None:
    rows = [line(1, 10, 0, 500, 100), line(1, 10, 9, -500, -100), line(1, 12, 9, -50, -10, is_order=False)]
    assert sorted(purchases(duck, rows, day(9)), key=lambda row: row["day"]) == [
        {"customer_id": 1, "day": day(0), "bought": True, "revenue_fen": 500, "margin_fen": 100},
        {"customer_id": 1, "day": day(9), "bought": False, "revenue_fen": -550, "margin_fen": -110},
    ]


def test_a_zero_amount_is_an_order(duck: BaseBackend) -> None:
    assert purchases(duck, [line(1, 10, 0, 0)], day(0))[0]["bought"]


def test_what_happens_after_as_of_is_not_known(duck: BaseBackend) -> None:
    assert purchases(duck, [line(1, 10, 5, 100)], day(4)) == []


@settings(max_examples=40, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_no_money_is_lost_and_days_are_those_with_a_sale(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    got = purchases(duck, rows, as_of)
    for column in ("revenue_fen", "margin_fen"):
        expected, actual = Counter(), Counter()
        for row in rows:
            if row["ordered_on"] <= as_of:
                expected[row["customer_id"]] += row[column]
        for row in got:
            actual[row["customer_id"]] += row[column]
        assert dict(actual) == dict(expected)
    assert len({(row["customer_id"], row["day"]) for row in got}) == len(got)
    bought = {(customer, on) for customer, days in reference.days_bought(rows, as_of).items() for on in days}
    assert {(row["customer_id"], row["day"]) for row in got if row["bought"]} == bought
