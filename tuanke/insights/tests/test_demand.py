from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.demand import weekly_demand
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, line, lines_table, rows_of
from tuanke.insights.tests.reference import sales

SUNDAY, MONDAY = 0, 1  # 2023-01-01 was a Sunday


def sold(category: str, offset: int, quantity: int | None, revenue_fen: int = 100) -> dict[str, Any]:
    return {**line(1, offset, offset, revenue_fen), "category": category, "quantity": quantity}


def test_only_whole_weeks_count_and_quiet_ones_are_zero(duck: BaseBackend) -> None:
    rows = [sold("tea", SUNDAY, 7), sold("tea", MONDAY, 2), sold("tea", 8, None), sold("tea", 22, 5)]
    rows += [sold("rice", 9, 4), sold("tea", 23, 9, -100), sold("tea", 29, 1)]
    got = rows_of(duck, weekly_demand(lines_table(rows), day(29)).order_by("category", "week"))
    assert [(row["category"], row["week"], row["quantity"]) for row in got] == [
        ("rice", day(8), 4),
        ("rice", day(15), 0),
        ("rice", day(22), 0),
        ("tea", day(1), 2),
        ("tea", day(8), 1),
        ("tea", day(15), 0),
        ("tea", day(22), 5),
    ]
    assert {row["week"].weekday() for row in got} == {0}


def test_only_the_groups_asked_for_are_there(duck: BaseBackend) -> None:
    rows = [sold("tea", 2, 1), sold("rice", 9, 1), sold("salt", 9, 1)]
    got = rows_of(duck, weekly_demand(lines_table(rows), day(21), groups=["rice", "salt"]))
    # the first week counts from the shop's first day, not from that of the groups
    assert {row["category"] for row in got} == {"rice", "salt"}
    assert {row["week"] for row in got} == {day(8), day(15)}


@pytest.mark.req("A9-03")
@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=50), as_of=as_of_days)
@pytest.mark.parametrize("by", ["category", "product_id"])
def test_demand_equals_the_reference(duck: BaseBackend, rows: Rows, as_of: date, by: str) -> None:
    for number, row in enumerate(rows):
        row |= {"category": "ab"[number % 2], "product_id": number % 3 or None, "quantity": number % 5 - 1}
    known = sales(rows, as_of)
    start = min((row["ordered_on"] for row in known), default=as_of)
    first_monday = start + timedelta(days=-start.weekday() % 7)
    by_week: dict[Any, dict[date, list[int]]] = defaultdict(dict)
    for row in known:
        monday = row["ordered_on"] - timedelta(days=row["ordered_on"].weekday())
        if row[by] is not None and monday >= first_monday and monday + timedelta(days=6) <= as_of:
            cell = by_week[row[by]].setdefault(monday, [0, 0])
            cell[0] += max(row["quantity"], 0)
            cell[1] += row["revenue_fen"]
    expected = {}
    for group, weeks in by_week.items():
        monday = min(weeks)
        while monday + timedelta(days=6) <= as_of:
            expected[group, monday] = weeks.get(monday, [0, 0])
            monday += timedelta(days=7)
    got = rows_of(duck, weekly_demand(lines_table(rows), as_of, by))
    assert {(row[by], row["week"]): [row["quantity"], row["revenue_fen"]] for row in got} == expected


@pytest.mark.req("A9-03")
@settings(max_examples=8, deadline=None)
@given(rows=histories(max_size=50), as_of=as_of_days)
def test_products_add_up_to_categories_and_categories_to_the_shop(
    duck: BaseBackend, rows: Rows, as_of: date
) -> None:
    for number, row in enumerate(rows):
        row |= {"product_id": number % 5, "category": "abb"[number % 5 % 3], "quantity": number % 4}
    table = lines_table(rows)
    weeks: dict[str, dict[Any, int]] = {}
    for by in ("product_id", "category"):
        weeks[by] = defaultdict(int)
        for row in rows_of(duck, weekly_demand(table, as_of, by)):
            category = "abb"[row[by] % 3] if by == "product_id" else row[by]
            weeks[by][category, row["week"]] += row["quantity"]
    assert weeks["product_id"] == weeks["category"]
    known = sales(rows, as_of)
    start = min((row["ordered_on"] for row in known), default=as_of)
    first, end = start + timedelta(-start.weekday() % 7), as_of - timedelta((as_of.weekday() + 1) % 7)
    whole = sum(row["quantity"] for row in known if first <= row["ordered_on"] <= end)
    assert sum(weeks["category"].values()) == whole
