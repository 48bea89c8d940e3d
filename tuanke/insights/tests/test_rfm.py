from datetime import date

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.cuts import quintile_cuts, quintile_score
from tuanke.insights.rfm import activity, grid
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, line, lines_table, rows_of
from tuanke.insights.tests.numbers import column_table, integers


def test_a_worked_customer(duck: BaseBackend) -> None:
    rows = [
        line(1, 10, 0, 1000, 300),  # before the window
        line(1, 11, 100, 600, 200),
        line(1, 11, 100, 401, 100),
        line(1, 12, 120, 2000, 500),
        line(1, 12, 130, -500, -100),
    ]
    assert rows_of(duck, activity(lines_table(rows), day(150), window_days=100)) == [
        {
            "customer_id": 1,
            "frequency": 2,
            "purchase_days": 3,
            "purchase_days_28d": 0,
            "purchase_days_91d": 2,
            "first_on": day(0),
            "last_on": day(120),
            "recency_days": 30,
            "orders": 3,
            "monetary_fen": 2501,
            "revenue_fen": 3501,
            "margin_fen": 1000,
            "aov_fen": 1167,
        }
    ]


def test_the_window_ends_with_as_of_and_has_its_number_of_days(duck: BaseBackend) -> None:
    rows = [line(1, 10, 0, 1), line(1, 11, 1, 1), line(1, 12, 30, 1)]
    assert rows_of(duck, activity(lines_table(rows), day(30), window_days=30))[0]["frequency"] == 2


def test_refunds_only_give_money_but_no_dates(duck: BaseBackend) -> None:
    row = rows_of(duck, activity(lines_table([line(1, 10, 0, -700, is_order=False)]), day(3)))[0]
    assert (row["orders"], row["frequency"], row["revenue_fen"]) == (0, 0, -700)
    assert row["last_on"] is row["recency_days"] is row["aov_fen"] is None


@settings(max_examples=40, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_activity_equals_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    got = {row.pop("customer_id"): row for row in rows_of(duck, activity(lines_table(rows), as_of, 120))}
    assert got == reference.activity(rows, as_of, 120)


def scored(duck: BaseBackend, values: list[int], *, lower_is_better: bool = False) -> dict[int, int]:
    table = column_table(values)
    cuts = rows_of(duck, quintile_cuts(table, "value", "cut", lower_is_better=lower_is_better))[0]
    frozen = tuple(cuts[f"cut_{k}"] for k in (1, 2, 3, 4))
    score = quintile_score(table.value, frozen, lower_is_better=lower_is_better)
    return {row["value"]: row["score"] for row in rows_of(duck, table.select("value", score=score))}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5], {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}),
        ([1, 1, 1, 1, 1, 1, 2, 3, 3, 9], {1: 1, 2: 4, 3: 4, 9: 5}),
        ([7, 7, 7], {7: 1}),
    ],
)
def test_worked_quintiles(duck: BaseBackend, values: list[int], expected: dict[int, int]) -> None:
    assert scored(duck, values) == expected


def test_the_most_recent_customer_scores_five(duck: BaseBackend) -> None:
    assert scored(duck, [0, 10, 20, 30, 40], lower_is_better=True) == {0: 5, 10: 4, 20: 3, 30: 2, 40: 1}


@settings(max_examples=40, deadline=None)
@given(values=integers)
def test_quintiles_equal_the_reference_with_ties_equal(duck: BaseBackend, values: list[int]) -> None:
    assert scored(duck, values) == {value: reference.quintile(value, values) for value in values}
    negated = [-value for value in values]
    assert scored(duck, values, lower_is_better=True) == {
        value: reference.quintile(-value, negated) for value in values
    }


def test_the_grid_counts_pairs_of_scores(duck: BaseBackend) -> None:
    scored = [(5, 1, 100, 40), (5, 1, 200, 10), (1, 3, 50, -5), (None, None, 0, 0)]
    columns = zip(*scored, strict=True)
    names = ("r_score", "f_score", "revenue_fen", "margin_fen")
    table = {name: pa.array(values, pa.int64()) for name, values in zip(names, columns, strict=True)}
    cells = rows_of(duck, grid(ibis.memtable(pa.table(table))).order_by("r_score"))
    assert [tuple(cell.values()) for cell in cells] == [(1, 3, 1, 50, -5), (5, 1, 2, 300, 50)]
