import math
from collections import defaultdict
from datetime import date
from statistics import fmean

import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.first_repeat import first_and_repeat
from tuanke.insights.tests.histories import (
    Rows,
    as_of_days,
    day,
    histories,
    line,
    lines_table,
    orders,
    rows_of,
)
from tuanke.insights.tests.reference import days_bought, sales

Orders = dict[str, dict[int, list[int]]]  # kind → customer → margin of each order


def test_the_second_order_of_the_first_day_is_a_first_one_too(duck: BaseBackend) -> None:
    rows = [line(1, 10, 0, 1000, 300), line(1, 11, 0, 1000, 500), line(1, 12, 9, 1000, 100)]
    rows += [line(1, 12, 20, -500, -60), line(1, 99, 21, -100, -100, is_order=False), *orders(2, 3)]
    got = {row.pop("kind"): row for row in rows_of(duck, first_and_repeat(lines_table(rows), day(30)))}
    assert (got["first"]["orders"], got["first"]["margin_fen"]) == (3, 1050)
    assert got["first"]["mean_margin_fen"] == 350
    assert (got["repeat"]["customers"], got["repeat"]["margin_fen"]) == (1, 40)
    assert got["repeat"]["standard_error_fen"] is None


def by_kind(rows: Rows, as_of: date) -> Orders:
    known = [row for row in rows if row["ordered_on"] <= as_of]
    first = {customer: days[0] for customer, days in days_bought(rows, as_of).items()}
    found: Orders = {"first": defaultdict(list), "repeat": defaultdict(list)}
    for customer, order in {(row["customer_id"], row["order_id"]) for row in sales(rows, as_of)}:
        own = [row for row in known if (row["customer_id"], row["order_id"]) == (customer, order)]
        on = min(row["ordered_on"] for row in sales(own, as_of))
        kind = "first" if on == first[customer] else "repeat"
        found[kind][customer].append(sum(row["margin_fen"] for row in own))
    return found


def clustered_error(customers: list[list[int]]) -> float:
    """Linearised ratio: the spread of each customer's sum of deviations."""
    mean = fmean(margin for orders in customers for margin in orders)
    deviations = [sum(margin - mean for margin in orders) for orders in customers]
    c, n = len(customers), sum(map(len, customers))
    return math.sqrt(c / (c - 1) * sum(d * d for d in deviations)) / n


@pytest.mark.req("A9-10")
@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days)
def test_first_and_repeat_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    got = {row["kind"]: row for row in rows_of(duck, first_and_repeat(lines_table(rows), as_of))}
    expected = {kind: list(own.values()) for kind, own in by_kind(rows, as_of).items() if own}
    assert got.keys() == expected.keys()
    for kind, customers in expected.items():
        margins = [margin for orders in customers for margin in orders]
        assert (got[kind]["customers"], got[kind]["orders"]) == (len(customers), len(margins))
        assert got[kind]["mean_margin_fen"] == pytest.approx(fmean(margins))
        if len(customers) > 1:
            error = clustered_error(customers)
            assert got[kind]["standard_error_fen"] == pytest.approx(error, rel=1e-6, abs=1e-3)
