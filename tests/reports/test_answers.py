"""Reports answered over a small shop, each figure recounted from PostgreSQL by SQL of its own."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.reports.shop import TODAY, add_customer, add_order, ask, moment, store_everything, table
from tuanke.engagement.models import Interaction
from tuanke.orders.models import OrderLine
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.reports.domain.measures import MEASURES

pytestmark = pytest.mark.django_db(transaction=True)

COUNTED = """
WITH sold AS (
    SELECT coalesce(c.merged_into_id, c.id) AS who, o.id AS order_id, p.category,
           (o.ordered_at AT TIME ZONE 'Asia/Shanghai')::date AS day, l.quantity,
           l.revenue_fen - l.refunded_fen AS net, l.refunded_fen AS back,
           o.kind = 'order' AND l.revenue_fen >= l.refunded_fen AS sale
    FROM orders_order o JOIN orders_orderline l ON l.order_id = o.id
    JOIN customers_customer c ON c.id = o.customer_id LEFT JOIN catalog_product p ON p.id = l.product_id
    WHERE o.status IN ('confirmed', 'completed'))
"""


def by_sql(select: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED + select)
        return list(cursor.fetchall())


@pytest.fixture
def shop() -> dict[str, Any]:
    lihua = make_staff("lihua", name="李华", role=Role.SALES)
    people = {
        "张三": add_customer("张三", province="浙江", owner=lihua, channel="wechat"),
        "李四": add_customer("李四", province="浙江", channel="shop"),
        "王五": add_customer("王五", province="江苏", owner=lihua),
        "赵六": add_customer("赵六", kind="org"),
    }
    for days in (2, 40, 80, 400):
        add_order(people["张三"], TODAY - timedelta(days=days), [("水果/苹果", 3_000), ("水果/橙", 2_000)])
    for days, hour in ((2, 20), (2, 21), (70, 20)):
        add_order(people["李四"], TODAY - timedelta(days=days), [("蔬菜/菜心", 1_500)], hour=hour)
    given_back = add_order(people["王五"], TODAY - timedelta(days=33), [("水果/苹果", 4_000)])
    OrderLine.objects.filter(order=given_back).update(refunded_fen=1_000)
    add_order(people["赵六"], TODAY - timedelta(days=5), [("礼盒/大礼盒", 90_000)], status="cancelled")
    add_order(people["赵六"], TODAY - timedelta(days=9), [("礼盒/大礼盒", 90_000)])
    Interaction.objects.create(
        customer=people["李四"],
        type="browse",
        occurred_at=moment(TODAY),
        recorded_at=moment(TODAY),
        category="水果",
    )
    store_everything()
    return people


def test_sums_and_distinct_counts_are_those_of_the_rows(shop: dict[str, Any]) -> None:
    found = ask(
        measures=["revenue", "orders", "customers", "returned", "pieces", "refunded"], by=["category"]
    )

    told = {
        row.key.text: [row.figures.value(measure) for measure in found.question.asked] for row in found.rows
    }
    recounted = by_sql(
        "SELECT category, sum(net), count(DISTINCT order_id) FILTER (WHERE sale), count(DISTINCT who),"
        " (SELECT count(*) FROM (SELECT who FROM sold s WHERE s.category = sold.category AND sale"
        "  GROUP BY who HAVING count(DISTINCT day) > 1) again), sum(quantity), sum(back) FROM sold GROUP BY category"
    )
    assert told == {category: [int(value) for value in values] for category, *values in recounted}


def test_the_total_counts_a_customer_once(shop: dict[str, Any]) -> None:
    add_order(shop["张三"], TODAY, [("蔬菜/菜心", 100)])
    store_everything()
    found = ask(measures=["customers", "came_back"], by=["category"])

    ((people, again),) = by_sql(
        "SELECT count(DISTINCT who), (SELECT count(*) FROM (SELECT who FROM sold WHERE sale GROUP BY who"
        " HAVING count(DISTINCT day) > 1) x) FROM sold"
    )
    assert found.total.value(MEASURES["customers"]) == people == 4
    assert sum(table(found, "customers").values()) == 5, "else this test shows nothing"
    assert found.total.value(MEASURES["came_back"]) == again / people


def test_days_in_a_row_have_no_gap_and_keep_the_period(shop: dict[str, Any]) -> None:
    found = ask(measures=["revenue"], by=["month"], period={"last": 6, "unit": "month"})

    recounted = dict(
        by_sql("SELECT to_char(day, 'YYYY-MM-01'), sum(net) FROM sold WHERE day > '2025-12-30' GROUP BY 1")
    )
    assert list(table(found, "revenue")) == ["2025-12-01", *(f"2026-0{n}-01" for n in range(1, 7))]
    assert {key: value for key, value in table(found, "revenue").items() if value} == recounted


def test_hours_are_those_of_the_shops_clock(shop: dict[str, Any]) -> None:
    found = ask(measures=["orders"], by=["hour"])

    assert table(found, "orders") == {"10": 6, "20": 2, "21": 1}


def test_first_and_repeat_are_told_as_the_mathematics_tells_them(shop: dict[str, Any]) -> None:
    from tuanke.facts.services.facts import open_facts
    from tuanke.facts.services.store import open_store
    from tuanke.insights.first_repeat import first_and_repeat

    facts = open_facts(open_store(), None)
    told = {row["kind"]: row for row in facts.rows(first_and_repeat(facts.lines, TODAY)).to_pylist()}
    found = ask(measures=["revenue", "orders", "first_revenue", "repeat_margin"], by=["first_or_repeat"])

    assert table(found, "orders") == {kind: row["orders"] for kind, row in told.items()}
    assert table(found, "revenue") == {kind: row["revenue_fen"] for kind, row in told.items()}
    assert found.total.value(MEASURES["repeat_margin"]) == told["repeat"]["margin_fen"]


def test_attributes_of_customers_break_down_whoever_has_none_is_told_too(shop: dict[str, Any]) -> None:
    assert table(ask(measures=["people"], by=["province"]), "people") == {"浙江": 2, "江苏": 1, "": 1}
    assert table(ask(measures=["orders"], by=["owner"]), "orders") == {"lihua": 5, "": 4}
    assert table(ask(measures=["acts"], by=["kind"]), "acts") == {"person": 1}


def test_what_is_not_among_the_first_is_put_together_and_counted_anew(shop: dict[str, Any]) -> None:
    for number in range(7):
        add_order(shop["李四"], TODAY - timedelta(days=3), [(f"杂/{number}", 10 + number)])
    store_everything()
    found = ask(measures=["revenue", "customers"], by=["product"], top=5)

    assert len(found.rows) == 6
    assert found.rows[-1].key.is_others
    assert sum(table(found, "revenue").values()) == found.total.value(MEASURES["revenue"])
    assert found.rows[-1].figures.value(MEASURES["customers"]) == 1


def test_cells_of_two_breakdowns(shop: dict[str, Any]) -> None:
    found = ask(measures=["orders"], by=["category", "province"])

    cells = {
        (row.key.text, column.text): figures.parts.get("orders", 0)
        for row in found.rows
        for column, figures in row.cells.items()
        if figures.parts
    }
    assert cells == {
        ("水果", "浙江"): 4, ("水果", "江苏"): 1, ("蔬菜", "浙江"): 3, ("礼盒", ""): 1,
    }  # fmt: skip
    assert {key.text: figures.parts["orders"] for key, figures in found.column_totals.items()} == {
        "浙江": 7, "江苏": 1, "": 1,
    }  # fmt: skip


def test_the_same_days_a_year_ago_and_the_days_before(shop: dict[str, Any]) -> None:
    year = ask(
        measures=["orders"], by=["category"], period={"last": 1, "unit": "month"}, compared="last_year"
    )
    before = ask(measures=["orders"], by=["category"], period={"last": 1, "unit": "month"}, compared="before")

    assert (year.earlier_days.first, year.earlier_days.end) == (date(2025, 5, 31), date(2025, 7, 1))
    assert year.earlier_total.parts["orders"] == 0
    assert before.earlier_total.parts["orders"] == 2
    assert {row.key.text: row.earlier.parts.get("orders", 0) for row in before.rows}["水果"] == 2


def test_only_for_whom_is_asked(shop: dict[str, Any]) -> None:
    found = ask(measures=["people", "customers"], whom={"attr": "province", "op": "eq", "value": "浙江"})

    assert found.total.parts["people"] == found.total.parts["customers"] == 2


def test_few_customers_are_too_few_for_a_share(shop: dict[str, Any]) -> None:
    found = ask(measures=["came_back", "revenue"], by=["category"])

    assert found.rows
    assert all(row.figures.is_few(MEASURES["came_back"]) for row in found.rows)
    assert not any(row.figures.is_few(MEASURES["revenue"]) for row in found.rows)
