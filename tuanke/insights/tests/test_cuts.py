from typing import Any

import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.cuts import class_cuts, cumulative_cuts
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import rows_of
from tuanke.insights.tests.numbers import column_table, integers


def cuts(duck: BaseBackend, values: list[int]) -> dict[str, Any]:
    wanted = {"mid": ("value", 0.5), "high": ("value", 0.8)}
    return rows_of(duck, class_cuts(column_table(values), wanted))[0]


@pytest.mark.parametrize(
    ("values", "mid", "high", "moved"),
    [
        (list(range(1, 11)), 6, 9, []),
        ([1] * 6 + [2] * 2 + [3] * 2, 2, 3, ["mid"]),  # six of ten on the median: the next value
        ([1] * 4 + [2] * 3 + [3] * 3, 2, 3, []),
        ([5, 5, 5], None, None, ["mid", "high"]),  # nobody stands out
        ([1, 2], 2, 2, []),
    ],
)
def test_worked_class_cuts(
    duck: BaseBackend, values: list[int], mid: int | None, high: int | None, moved: list[str]
) -> None:
    got = cuts(duck, values)
    assert (got["mid"], got["high"]) == (mid, high)
    assert [name for name in ("mid", "high") if got[f"{name}_moved"]] == moved


@settings(max_examples=50, deadline=None)
@given(values=integers)
def test_class_cuts_equal_the_reference(duck: BaseBackend, values: list[int]) -> None:
    got = cuts(duck, values)
    assert got["mid"] == reference.class_cut(values, 0.5)
    assert got["high"] == reference.class_cut(values, 0.8)


def test_worked_abc_cuts(duck: BaseBackend) -> None:
    got = rows_of(
        duck, cumulative_cuts(column_table([70, 10, 10, 5, 3, 2, -40]), "value", {"a": 80, "b": 95})
    )
    assert got == [{"a": 10, "b": 5}]


def test_nobody_positive_gives_no_cut(duck: BaseBackend) -> None:
    assert rows_of(duck, cumulative_cuts(column_table([-5, 0]), "value", {"a": 80})) == [{"a": None}]


@settings(max_examples=50, deadline=None)
@given(values=integers)
def test_abc_cuts_equal_the_reference(duck: BaseBackend, values: list[int]) -> None:
    cut = rows_of(duck, cumulative_cuts(column_table(values), "value", {"a": 80, "b": 95}))[0]
    for value in values:
        if value > 0:
            assert ("A" if value >= cut["a"] else "B" if value >= cut["b"] else "C") == reference.abc(
                value, values
            )
