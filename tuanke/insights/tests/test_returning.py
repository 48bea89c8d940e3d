from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.returning import first_goods
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, line, lines_table, rows_of
from tuanke.insights.tests.reference import days_bought, sales

TEA, RICE = 1, 2


def of(product: int, *row: Any) -> dict[str, Any]:
    return {**line(*row), "product_id": product, "category": f"c{product % 2}"}


def test_tea_brings_people_back_and_rice_does_not(duck: BaseBackend) -> None:
    rows = [of(TEA, 1, 10, 0, 5), of(RICE, 1, 10, 0, 5), of(RICE, 1, 11, 30, 5)]
    rows += [of(TEA, 2, 20, 1, 5), of(TEA, 2, 20, 1, 5), of(TEA, 2, 21, 91, 5)]
    rows += [of(RICE, 3, 30, 2, 5), of(RICE, 3, 31, 93, 5)]  # a day too late
    rows += [of(TEA, 4, 40, 80, 5)]  # too new to know
    got = {row.pop("product_id"): row for row in rows_of(duck, first_goods(lines_table(rows), day(95)))}
    shop = {"shop_buyers": 3, "shop_again": 2}
    assert got == {TEA: {"buyers": 2, "again": 2, **shop}, RICE: {"buyers": 2, "again": 1, **shop}}


@pytest.mark.parametrize("by", ["product_id", "category"])
@settings(max_examples=20, deadline=None)
@given(rows=histories(max_size=50), as_of=as_of_days, horizon=st.integers(1, 100))
def test_goods_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date, horizon: int, by: str) -> None:
    for number, row in enumerate(rows):
        row |= {"product_id": number % 3 or None, "category": "ab"[number % 2]}
    days = {
        customer: own
        for customer, own in days_bought(rows, as_of).items()
        if (as_of - own[0]).days >= horizon
    }
    again = {customer: len(own) > 1 and (own[1] - own[0]).days <= horizon for customer, own in days.items()}
    pairs = {
        (row[by], row["customer_id"])
        for row in sales(rows, as_of)
        if row[by] is not None and row["ordered_on"] == days.get(row["customer_id"], [None])[0]
    }
    got = rows_of(duck, first_goods(lines_table(rows), as_of, by, horizon))
    assert {(row[by], row["buyers"], row["again"]) for row in got} == {
        (good, sum(g == good for g, _ in pairs), sum(g == good and again[c] for g, c in pairs))
        for good, _ in pairs
    }
    assert {(row["shop_buyers"], row["shop_again"]) for row in got} <= {(len(days), sum(again.values()))}
