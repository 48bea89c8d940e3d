from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import floor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.margin import bases, with_stated_margin
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, line, lines_table, rows_of

BASES = ("cost", "shop_margin", "revenue")
percents = st.one_of(st.none(), st.integers(0, 95))


def on(basis: str, **values: Any) -> dict[str, Any]:
    return line(1, 10, 0, 1001, 300) | {"margin_basis": basis} | values


def restated(duck: BaseBackend, rows: Rows, percent: int | None) -> list[tuple[int, str]]:
    stated = with_stated_margin(lines_table(rows), percent)
    return [(row["margin_fen"], row["margin_basis"]) for row in rows_of(duck, stated.order_by("order_id"))]


@pytest.mark.parametrize(
    ("percent", "margin"),
    [(0, 0), (35, 350), (50, 501), (95, 951)],  # 350.35, 500.5, 950.95
)
def test_where_the_cost_is_not_known_the_stated_margin_counts(
    duck: BaseBackend, percent: int, margin: int
) -> None:
    assert restated(duck, [on("revenue", margin_fen=1001)], percent) == [(margin, "shop_margin")]


def test_known_cost_stays_and_without_a_stated_margin_everything_does(duck: BaseBackend) -> None:
    assert restated(duck, [on("cost")], 35) == [(300, "cost")]
    assert restated(duck, [on("revenue", margin_fen=1001)], None) == [(1001, "revenue")]


def test_a_refund_takes_its_stated_margin_back(duck: BaseBackend) -> None:
    assert restated(duck, [on("revenue", revenue_fen=-1000, margin_fen=-1000)], 35) == [(-350, "shop_margin")]


@settings(max_examples=40, deadline=None)
@given(rows=histories(), mixed=st.lists(st.sampled_from(BASES), min_size=30, max_size=30), percent=percents)
def test_every_line_by_the_rule(duck: BaseBackend, rows: Rows, mixed: list[str], percent: int | None) -> None:
    rows = [{**row, "margin_basis": basis} for row, basis in zip(rows, mixed, strict=False)]
    expected = [_by_hand(row, percent) for row in rows]

    assert sorted(restated(duck, rows, percent)) == sorted(expected)


def _by_hand(row: dict[str, Any], percent: int | None) -> tuple[int, str]:
    if row["margin_basis"] != "revenue" or percent is None:
        return row["margin_fen"], row["margin_basis"]
    return floor(Fraction(row["revenue_fen"] * percent, 100) + Fraction(1, 2)), "shop_margin"


@settings(max_examples=40, deadline=None)
@given(rows=histories(), mixed=st.lists(st.sampled_from(BASES), min_size=30, max_size=30), as_of=as_of_days)
def test_the_bases_of_a_customer_are_sums_of_revenue(
    duck: BaseBackend, rows: Rows, mixed: list[str], as_of: date
) -> None:
    rows = [{**row, "margin_basis": basis} for row, basis in zip(rows, mixed, strict=False)]
    known = [row for row in rows if row["ordered_on"] <= as_of]

    found = {row["customer_id"]: row for row in rows_of(duck, bases(lines_table(rows), as_of))}

    assert found.keys() == {row["customer_id"] for row in known}
    for customer, row in found.items():
        own = [other for other in known if other["customer_id"] == customer]
        assert row["cost_known_fen"] == _revenue(own, "cost")
        assert row["margin_stated_fen"] == _revenue(own, "shop_margin")


def _revenue(rows: Iterable[dict[str, Any]], basis: str) -> int:
    return sum(row["revenue_fen"] for row in rows if row["margin_basis"] == basis)


def test_what_happens_after_as_of_has_no_basis_yet(duck: BaseBackend) -> None:
    assert rows_of(duck, bases(lines_table([line(1, 10, 5, 100)]), day(4))) == []
