from datetime import date

import ibis.expr.types as ir
import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.cycle import cycle_distribution, expected_cycles, gaps, own_cycles, shop_cycle
from tuanke.insights.purchases import purchase_days
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, lines_table, orders, rows_of


def days_of(rows: Rows, as_of: date) -> ir.Table:
    return purchase_days(lines_table(rows), as_of)


def test_gaps_are_days_between_purchase_days(duck: BaseBackend) -> None:
    got = rows_of(duck, gaps(days_of(orders(1, 0, 1, 31), day(40))).order_by("day"))
    assert [(row["gap_days"], row["prior_gap_days"]) for row in got] == [(None, None), (1, None), (30, 1)]


def test_the_shop_counts_each_repeat_customer_once(duck: BaseBackend) -> None:
    rows = orders(1, *range(0, 100, 2)) + orders(2, 0, 40) + orders(3, 0, 60) + orders(4, 7)
    got = rows_of(duck, shop_cycle(own_cycles(days_of(rows, day(200)))))
    assert got == [{"shop_gap_days": 40.0, "shop_gap_customers": 3}]


def test_a_shop_without_repeat_customers_has_no_gap(duck: BaseBackend) -> None:
    got = rows_of(duck, shop_cycle(own_cycles(days_of(orders(1, 0), day(9)))))
    assert got == [{"shop_gap_days": None, "shop_gap_customers": 0}]


def test_the_own_gap_is_shrunk_to_the_shops(duck: BaseBackend) -> None:
    rows = orders(1, 0, 10, 20, 30) + orders(2, 0) + orders(3, 0, 90)
    got = {row["customer_id"]: row for row in rows_of(duck, expected_cycles(days_of(rows, day(99)), 90.0))}
    assert got[1]["expected_gap_days"] == pytest.approx(
        30.0
    )  # three gaps weigh as much as the shop: √(10·90)
    assert got[2] == {"customer_id": 2, "gaps": 0, "own_gap_days": None, "expected_gap_days": 90.0}
    assert got[3]["expected_gap_days"] == 90.0


@settings(max_examples=30, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_expected_gaps_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    got = rows_of(duck, expected_cycles(days_of(rows, as_of), 45.5))
    expected = reference.days_bought(rows, as_of)
    assert {row["customer_id"] for row in got} == expected.keys()
    for row in got:
        days = expected[row["customer_id"]]
        assert row["gaps"] == len(days) - 1
        assert row["expected_gap_days"] == pytest.approx(reference.expected_gap(days, 45.5), abs=1e-6)


def test_the_distribution_counts_each_repeat_customer_once(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 7, 14, 21), *orders(2, 0, 8), *orders(3, 0, 400), *orders(4, 0, 13), *orders(5, 0)]
    bands = rows_of(duck, cycle_distribution(own_cycles(days_of(rows, day(500)))).order_by("from_days"))
    assert [(row["from_days"], row["customers"], row["share"]) for row in bands] == [
        (1, 1, 0.25),
        (8, 2, 0.5),
        (366, 1, 0.25),
    ]
