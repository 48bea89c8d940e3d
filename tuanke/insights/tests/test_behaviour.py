"""How customers buy, against plain counts over lists; and all of it about the same customers and orders."""

import random
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from itertools import permutations
from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.behaviour import orders as found
from tuanke.insights.behaviour import pairs
from tuanke.insights.behaviour.hours import by_hour
from tuanke.insights.cohorts import monthly_cohorts
from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.rfm import grid
from tuanke.insights.scores import customer_scores
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
from tuanke.insights.tests.needy import lines_table as listed
from tuanke.insights.tests.needy import sale
from tuanke.insights.tests.reference import days_bought, sales

AS_OF = day(800)


def varied(rows: Rows) -> Rows:
    """The same lines with products, categories and quantities."""
    for number, row in enumerate(rows):
        category = "甲乙丙"[number % 3] if number % 4 else None
        row |= {"product_id": number % 5 or None, "category": category, "quantity": number % 4 - 1}
    return rows


def orders_of(rows: Rows, as_of: date) -> dict[tuple[int, int], Rows]:
    placed: dict[tuple[int, int], Rows] = defaultdict(list)
    for row in sales(rows, as_of):
        placed[row["customer_id"], row["order_id"]].append(row)
    return placed


def bands(values: list[int], starts: tuple[int, ...]) -> dict[int, int]:
    return Counter(max([start for start in starts if start <= value] or [starts[0]]) for value in values)


def told(duck: BaseBackend, table: Any, start: str, counted: str) -> dict[int, int]:
    rows = rows_of(duck, table)
    assert not rows or sum(row["share"] for row in rows) == pytest.approx(1)
    return {row[start]: row[counted] for row in rows}


@pytest.mark.req("A9-02")
@settings(max_examples=12, deadline=None)
@given(rows=histories(max_size=40).map(varied), as_of=as_of_days)
def test_baskets_and_their_distributions_equal_a_plain_count(
    duck: BaseBackend, rows: Rows, as_of: date
) -> None:
    expected = {}
    for order, lines in orders_of(rows, as_of).items():
        named = [row["product_id"] for row in lines if row["product_id"]]
        pieces = sum(max(row["quantity"], 0) for row in lines)
        categories = len({row["category"] for row in lines} - {None}) or None
        goods = len(set(named)) + len(lines) - len(named)
        expected[order] = (goods, pieces, categories, sum(row["revenue_fen"] for row in lines))
    table = found.baskets(lines_table(rows), as_of)
    names = ("goods", "pieces", "categories", "revenue_fen")
    got = {(r["customer_id"], r["order_id"]): tuple(r[n] for n in names) for r in rows_of(duck, table)}
    assert got == expected
    goods, _, categories, value = ([row[n] for row in expected.values()] for n in range(4))
    assert told(duck, found.by_goods(table), "from_goods", "orders") == bands(goods, found.COUNTS)
    assert told(duck, found.by_value(table), "from_revenue_fen", "orders") == bands(value, found.VALUES_FEN)
    known = [n for n in categories if n]
    by_categories = told(duck, found.by_categories(table), "from_categories", "orders")
    assert by_categories == bands(known, found.CATEGORIES)


def a_year() -> Rows:
    """Some six hundred lines of six customers, refunds among them."""
    dice = random.Random(5)
    rows = [
        line(who := dice.randint(1, 6), who * 1000 + dice.randint(0, 60), dice.randint(0, 500), revenue)
        for revenue in dice.choices([0, 900, 25_000, 120_000, -700], k=600)
    ]
    sold = {row["order_id"] for row in rows if row["revenue_fen"] >= 0}
    return varied([{**row, "is_order": row["order_id"] in sold} for row in rows])


@pytest.mark.req("A9-02")
def test_the_whole_report_is_about_the_same_customers_and_orders(duck: BaseBackend) -> None:
    """Distributions of frequency, amount and baskets, cohorts and the RFM grid of one shop agree."""
    rows, as_of = a_year(), day(400)
    lines, people = lines_table(rows), customers_table()
    (row,) = rows_of(duck, fit(lines, people, as_of))
    scores = duck.to_pyarrow(customer_scores(lines, people, as_of, Parameters.from_row(row)))
    of_everybody = ibis.memtable(scores)
    days = days_bought(rows, as_of)
    net = {who: sum(r["revenue_fen"] for r in known_of(rows, who, as_of)) for who in days}
    frequency = told(duck, found.by_frequency(of_everybody), "from_purchase_days", "customers")
    assert frequency == bands([len(own) for own in days.values()], found.COUNTS)
    amount = told(duck, found.by_amount(of_everybody), "from_revenue_fen", "customers")
    assert amount == bands(list(net.values()), found.VALUES_FEN)
    assert sum(row["customers"] for row in rows_of(duck, grid(of_everybody))) == len(days) == 6
    firsts = [row for row in rows_of(duck, monthly_cohorts(lines, as_of)) if row["month"] == 0]
    assert sum(row["size"] for row in firsts) == len(days)
    placed = rows_of(duck, found.baskets(lines, as_of))
    assert len(placed) == sum(scores["orders"].to_pylist()) > 200
    assert {row["customer_id"] for row in placed} == days.keys() <= {*CUSTOMER_IDS}


def known_of(rows: Rows, customer: int, as_of: date) -> Rows:
    return [row for row in rows if row["customer_id"] == customer and row["ordered_on"] <= as_of]


@settings(max_examples=25, deadline=None)
@given(
    rows=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 4), st.integers(1, 4)), max_size=40),
    fewest=st.integers(1, 3),
)
def test_pairs_equal_a_plain_count(duck: BaseBackend, rows: list[tuple[int, int, int]], fewest: int) -> None:
    lines = [line(who, order, 3, 100) | {"product_id": what} for who, order, what in rows]
    placed = [{what for w, o, what in rows if (w, o) == order} for order in {row[:2] for row in rows}]
    sold = Counter(what for goods in placed for what in goods)
    expected = {}
    for one, other in permutations(sold, 2):
        both = sum({one, other} <= goods for goods in placed)
        share = sold[other] / sum(sold.values())
        chance = sum(1 - (1 - share) ** (len(goods) - 1) for goods in placed if one in goods)
        if both >= fewest:
            low = max(both**0.5 - 0.979982, 0) ** 2 / chance
            expected[one, other] = (both, sold[one], chance, both / chance, low)
    got = rows_of(duck, pairs.bought_together(lines_table(lines), AS_OF, fewest))
    names = ("orders", "product_orders", "expected", "lift", "lift_low")
    assert {(r["product_id"], r["with_product_id"]) for r in got} == expected.keys()
    for row in got:
        assert [row[n] for n in names] == pytest.approx(
            expected[row["product_id"], row["with_product_id"]], abs=1e-9
        )


def test_what_meets_everything_in_large_baskets_is_no_relation(duck: BaseBackend) -> None:
    """Tea and cup belong together; salt is in every large basket, and meets both by chance."""
    rows = [line(1, n, 1, 100) | {"product_id": what} for n in range(30) for what in (1, 2)]
    rows += [line(2, n, 1, 100) | {"product_id": 3 + (n + k) % 20} for n in range(200) for k in range(6)]
    rows += [line(2, n, 1, 100) | {"product_id": 99} for n in range(100)]
    rows += [line(3, n, 1, 100) | {"product_id": what} for n in range(200) for what in [30 + n % 40]]
    got = {
        (row["product_id"], row["with_product_id"]): row
        for row in rows_of(duck, pairs.bought_together(lines_table(rows), AS_OF))
    }
    assert got[1, 2]["lift_low"] > 5
    with_salt = [row["lift_low"] for pair, row in got.items() if 99 in pair]
    assert with_salt
    assert max(with_salt) < 2


def test_a_restocking_says_nothing_about_pairs(duck: BaseBackend) -> None:
    rows = [
        line(1, n, 1, 100) | {"product_id": what} for n in range(9) for what in range(pairs.MOST_GOODS + 1)
    ]
    assert rows_of(duck, pairs.bought_together(lines_table(rows), AS_OF)) == []


@settings(max_examples=25, deadline=None)
@given(
    times=st.lists(
        st.tuples(st.integers(0, 6), st.datetimes(*(datetime.combine(day(n), time()) for n in (400, 450)))),
        max_size=25,
    ),
    hours=st.integers(-11, 13),
)
def test_hours_equal_a_plain_count(duck: BaseBackend, times: list[tuple[int, datetime]], hours: int) -> None:
    rows = [
        line(1, order, 3, 100 + n) | {"ordered_at": at.replace(microsecond=0)}
        for n, (order, at) in enumerate(times)
    ]
    first: dict[int, datetime] = {}
    for row in rows:
        first[row["order_id"]] = min(first.get(row["order_id"], row["ordered_at"]), row["ordered_at"])
    expected: dict[tuple[int, int | None], list[int]] = defaultdict(lambda: [0, 0])
    for order, at in first.items():
        local = at + timedelta(hours=hours)
        cell = expected[local.isoweekday(), local.hour if local.time() != time() else None]
        cell[0] += 1
        cell[1] += sum(row["revenue_fen"] for row in rows if row["order_id"] == order)
    got = rows_of(duck, by_hour(lines_table(rows), AS_OF, timedelta(hours=hours)))
    assert {(r["weekday"], r["hour"]): [r["orders"], r["revenue_fen"]] for r in got} == expected


def test_a_file_without_times_has_no_hours(duck: BaseBackend) -> None:
    rows = [
        line(1, 1, 3, 100) | {"ordered_at": datetime.combine(day(0), time(16))}
    ]  # midnight in China, a Monday
    (got,) = rows_of(duck, by_hour(lines_table(rows), AS_OF, timedelta(hours=8)))
    assert (got["weekday"], got["hour"], got["orders"]) == (1, None, 1)


def test_what_was_taken_off(duck: BaseBackend) -> None:
    rows = [sale(1, 1, 1, 1, 1000, 250), sale(1, 1, 1, 2, 500, 0), sale(2, 2, 1, 1, 1000, None)]
    (got,) = rows_of(duck, found.discounts(listed(rows), AS_OF))
    assert got == {"lines": 2, "on_offer": 1, "list_fen": 1500, "discount_fen": 250}
    (nothing,) = rows_of(duck, found.discounts(listed([]), AS_OF))
    assert nothing == {"lines": 0, "on_offer": 0, "list_fen": 0, "discount_fen": 0}
    with pytest.raises(ValueError, match="column 'discount_fen' is missing"):
        found.discounts(lines_table([]), AS_OF)
