"""The groups that claims are about, against plain Python over the same rows."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import ibis
import pyarrow as pa
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.claims.best import best_then, earlier_origin
from tuanke.insights.claims.goods import (
    around,
    buyers_of_goods,
    margin_of_the_year,
    returned_goods,
    risen,
)
from tuanke.insights.claims.newcomers import compared, newcomers, traits
from tuanke.insights.claims.weekdays import purchases_by_weekday
from tuanke.insights.first_repeat import by_month
from tuanke.insights.monthly import monthly_needs, monthly_sales
from tuanke.insights.tables import LISTED_LINES, REFUNDS
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import (
    CUSTOMER_IDS,
    Rows,
    as_of_days,
    customers_table,
    day,
    histories,
    line,
    lines_table,
    rows_of,
)

AS_OF = day(200)


def listed(rows: Rows) -> ibis.Table:
    told = [{"discount_fen": None, **row} for row in rows]
    return ibis.memtable(pa.Table.from_pylist(told, schema=LISTED_LINES.to_pyarrow()))


def bought(customer: int, order: int, offset: int, fen: int, **more: Any) -> dict[str, Any]:
    return {**line(customer, customer * 100 + order, offset, fen), **more}


def test_newcomers_by_what_they_took_first(duck: BaseBackend) -> None:
    rows = [
        bought(1, 1, 0, 900, category="水果", product_id=7, discount_fen=100),
        bought(1, 2, 40, 100, category="日用", product_id=8),
        bought(2, 1, 10, 100, category="水果", product_id=7, discount_fen=0),
        bought(2, 1, 10, 100, category="零食", product_id=9, discount_fen=0),
        bought(3, 1, 20, 100),
        bought(4, 1, 150, 500, category="水果"),  # known for too short a time
    ]
    lines = listed(rows)
    people = newcomers(lines, AS_OF)
    again = {row["customer_id"]: row["again"] for row in rows_of(duck, people)}
    known = traits(lines, customers_table(), people)
    told = defaultdict(set)
    for row in rows_of(duck, known):
        told[row["customer_id"]].add((row["kind"], row["subject"]))

    assert again == {1: True, 2: False, 3: False}
    assert told[1] == {
        ("category", "水果"), ("product", "7"), ("basket", "one"), ("discount", "discounted"),
        ("size", "other"), ("kind", "person"),
    }  # fmt: skip
    assert told[2] >= {("category", "零食"), ("basket", "several"), ("discount", "full")}
    assert not {kind for kind, _ in told[3]} & {"category", "product", "discount"}
    counts = {(row["kind"], row["subject"]): row for row in rows_of(duck, compared(people, known))}
    fruit = counts["category", "水果"]
    assert (fruit["n"], fruit["again"], fruit["all_n"], fruit["all_again"]) == (2, 1, 2, 1)


@settings(max_examples=20, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_newcomers_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    expected = {}
    for customer, days in reference.days_bought(rows, as_of).items():
        if days[0] + timedelta(days=90) <= as_of < days[0] + timedelta(days=90 + 730):
            expected[customer] = any(one <= days[0] + timedelta(days=90) for one in days[1:])
    found = rows_of(duck, newcomers(listed(rows), as_of))
    assert {row["customer_id"]: row["again"] for row in found} == expected


@settings(max_examples=20, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_months_of_first_and_repeat_orders_add_up(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    found = rows_of(duck, by_month(lines_table(rows), as_of))
    firsts = {own[0].replace(day=1) for own in reference.days_bought(rows, as_of).values()}
    assert {row["month"] for row in found if row["kind"] == "first"} == firsts
    known = [row for row in rows if row["ordered_on"] <= as_of]
    sold = {
        (row["customer_id"], row["order_id"]) for row in known if row["is_order"] and row["revenue_fen"] >= 0
    }
    money = sum(row["revenue_fen"] for row in known if (row["customer_id"], row["order_id"]) in sold)
    assert sum(row["revenue_fen"] for row in found) == money
    assert sum(row["orders"] for row in found) == len(sold)


def test_the_best_fifth_then_and_who_of_them_came(duck: BaseBackend) -> None:
    origin = day(200)
    rows = [line(n, n, 190, 100 * n) for n in range(1, 11)]
    rows += [line(10, 20, 250, 1), line(9, 21, 292, 1), line(11, 22, 10, 99_999)]
    found = rows_of(duck, best_then(lines_table(rows), origin))
    assert {row["customer_id"]: row["ordered"] for row in found} == {10: True, 9: False}


def test_the_day_to_compare_with_is_a_year_back_where_the_shop_is_old_enough() -> None:
    origin = day(600)
    assert earlier_origin(origin, day(0)) == day(600 - 364)
    assert earlier_origin(origin, day(100)) == day(600 - 91)
    assert earlier_origin(origin, day(400)) is None


def test_purchase_days_by_week_and_weekday(duck: BaseBackend) -> None:
    sunday = day(0)  # 2023-01-01
    assert sunday.weekday() == 6
    rows = [line(1, 1, 1, 5), line(1, 2, 1, 5), line(2, 3, 1, 5), line(1, 4, 7, 5), line(1, 5, 8, 5)]
    found = rows_of(duck, purchases_by_weekday(lines_table(rows), day(13)))
    weeks = sorted({row["week"] for row in found})
    counts = {(weeks.index(row["week"]), row["weekday"]): row["n"] for row in found}
    assert counts == {(0, 0): 2, (0, 6): 1}, "the week of the ninth is not over on the fourteenth"


def test_goods_that_came_back(duck: BaseBackend) -> None:
    rows = [bought(c, 1, 10, 100, product_id=p) for c, p in ((1, 7), (2, 7), (3, 8))]
    rows += [bought(1, 2, 20, 100, product_id=7)]
    given_back = [{name: row[name] for name in REFUNDS.names} | {"revenue_fen": -100} for row in rows[:1]]
    refunds = ibis.memtable(pa.Table.from_pylist(given_back, schema=REFUNDS.to_pyarrow()))
    buyers = buyers_of_goods(lines_table(rows), refunds, AS_OF)
    found = {row["product_id"]: row for row in rows_of(duck, returned_goods(buyers))}
    assert {code: (row["back"], row["n"]) for code, row in found.items()} == {7: (1, 2), 8: (0, 1)}
    assert (found[7]["all_back"], found[7]["all_n"]) == (1, 3)


def test_who_bought_before_a_festival_and_before_that(duck: BaseBackend) -> None:
    festival = day(100)
    rows = [bought(1, 1, 99, 100, category="礼盒"), bought(1, 2, 50, 100, category="礼盒")]
    rows += [bought(2, 1, 72, 100, category="礼盒"), bought(3, 1, 71, 100, category="礼盒")]
    rows += [bought(4, 1, 100, 100, category="礼盒"), bought(4, 2, 43, 100, category="礼盒")]
    ((row),) = rows_of(duck, risen(around(lines_table(rows), AS_OF, festival)))
    assert (row["only_then"], row["only_before"], row["both"]) == (1, 1, 1)


@settings(max_examples=20, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_the_margin_of_a_year_equals_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    expected: dict[int, int] = defaultdict(int)
    for row in rows:
        if as_of - timedelta(days=365) < row["ordered_on"] <= as_of:
            expected[row["customer_id"]] += row["margin_fen"]
    found = rows_of(duck, margin_of_the_year(lines_table(rows), as_of))
    assert {row["customer_id"]: row["margin_fen"] for row in found} == expected


def test_months_by_category_and_by_need_leave_the_running_one_out(duck: BaseBackend) -> None:
    rows = [bought(1, 1, 0, 100, category="水果"), bought(2, 1, 5, 50, category="水果")]
    rows += [bought(2, 2, 33, 70, category="水果"), bought(1, 2, 60, 100, category="水果")]
    found = rows_of(duck, monthly_sales(lines_table(rows), day(60)))
    cells = {(row["category"], row["month"].month): (row["customers"], row["revenue_fen"]) for row in found}
    assert cells == {("水果", 1): (2, 150), ("水果", 2): (1, 70)}
    said = {"customer_id": list(CUSTOMER_IDS), "need": ["price"] * len(CUSTOMER_IDS)}
    needs = ibis.memtable(pa.table(said))
    found = rows_of(duck, monthly_needs(lines_table(rows), needs, day(60)))
    assert {(row["need"], row["month"].month): row["customers"] for row in found} == {
        ("price", 1): 2,
        ("price", 2): 1,
    }
