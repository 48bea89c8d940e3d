import dataclasses
from typing import Any

import ibis
import pyarrow as pa
import pytest
from ibis.backends import BaseBackend

from tuanke.insights.parameters import Parameters
from tuanke.insights.tests.histories import day, rows_of
from tuanke.insights.value import classes

CUTS = Parameters(
    as_of=day(0),
    window_days=365,
    customers=100,
    buyers=100,
    shop_gap_days=30.0,
    shop_gap_customers=50,
    recency_cuts=(90, 60, 30, 10),
    frequency_cuts=(2, 3, 4, 5),
    monetary_cuts=(10, 20, 30, 40),
    frequency_mid=2,
    frequency_high=5,
    amount_mid_fen=100,
    amount_high_fen=1000,
    aov_high_fen=400,
    moved=(),
    abc_a_fen=500,
    abc_b_fen=50,
)


def classified(duck: BaseBackend, parameters: Parameters = CUTS, **columns: int | None) -> dict[str, Any]:
    row = {"frequency": 1, "monetary_fen": 10, "aov_fen": 10, "margin_fen": 5, "purchase_days": 9} | columns
    table = ibis.memtable(pa.table({name: pa.array([value], pa.int64()) for name, value in row.items()}))
    return rows_of(duck, table.select(**classes(table, parameters)))[0]


@pytest.mark.parametrize(
    ("frequency", "monetary_fen", "aov_fen", "expected"),
    [
        (5, 1000, 10, "high_value"),
        (5, 999, 400, "ordinary"),  # often, not much: big orders do not make it potential
        (4, 1000, 10, "potential_high_value"),
        (1, 10, 400, "potential_high_value"),
        (1, 10, 399, "ordinary"),
        (0, 0, 400, "ordinary"),  # big orders, but none in the window
    ],
)
def test_value_classes(
    duck: BaseBackend, frequency: int, monetary_fen: int, aov_fen: int, expected: str
) -> None:
    got = classified(duck, frequency=frequency, monetary_fen=monetary_fen, aov_fen=aov_fen)
    assert got["value_class"] == expected


@pytest.mark.req("A2-03")
@pytest.mark.parametrize(
    ("frequency", "expected"), [(0, "low"), (1, "low"), (2, "mid"), (4, "mid"), (5, "high")]
)
def test_a_value_at_the_cut_belongs_to_the_upper_class(
    duck: BaseBackend, frequency: int, expected: str
) -> None:
    assert classified(duck, frequency=frequency)["frequency_class"] == expected


@pytest.mark.parametrize(
    ("margin_fen", "expected"), [(500, "A"), (499, "B"), (50, "B"), (49, "C"), (0, "C"), (-1, "loss")]
)
def test_abc(duck: BaseBackend, margin_fen: int, expected: str) -> None:
    assert classified(duck, margin_fen=margin_fen)["abc"] == expected


def test_without_purchase_every_class_is_unknown_unless_there_is_a_loss(duck: BaseBackend) -> None:
    empty = {"purchase_days": 0, "frequency": 0, "aov_fen": None}
    assert set(classified(duck, **empty, margin_fen=0).values()) == {"unknown"}
    assert classified(duck, **empty, margin_fen=-3)["abc"] == "loss"


def test_a_cut_that_nobody_reached_is_reached_by_nobody(duck: BaseBackend) -> None:
    cuts = dataclasses.replace(CUTS, frequency_mid=None, frequency_high=None)
    got = classified(duck, cuts, frequency=50, monetary_fen=5000)
    assert (got["frequency_class"], got["value_class"]) == ("low", "potential_high_value")
