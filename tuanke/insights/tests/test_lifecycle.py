from datetime import date
from typing import Any

import ibis
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.lifecycle import Transition, lifecycle, states
from tuanke.insights.purchases import purchase_days
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import day, lines_table, orders, rows_of


def scored(duck: BaseBackend, offsets: list[int], gap: float, as_of: date) -> dict[str, Any] | None:
    """The expression's row for one customer, None without a purchase."""
    expected = pa.table({"customer_id": pa.array([1], pa.int64()), "expected_gap_days": [float(gap)]})
    days = purchase_days(lines_table(orders(1, *offsets)), as_of)
    return next(iter(rows_of(duck, lifecycle(days, ibis.memtable(expected), as_of))), None)


def test_a_whole_life() -> None:
    got = states([day(0), day(20), day(40), day(80), day(90)], 20, day(400))
    assert got == [
        Transition(day(0), "first"),
        Transition(day(20), "active"),
        Transition(day(71), "dormant"),
        Transition(day(80), "returned"),
        Transition(day(90), "active"),
        Transition(day(121), "dormant"),
        Transition(day(151), "lost"),
    ]


@pytest.mark.parametrize(
    ("as_of", "state", "since"),
    [
        (day(0), "first", day(0)),
        (day(15), "first", day(0)),  # rho 1.5
        (day(16), "dormant", day(16)),
        (day(30), "dormant", day(16)),  # rho 3
        (day(31), "lost", day(31)),
        (day(900), "lost", day(31)),
    ],
)
def test_one_purchase_ages(duck: BaseBackend, as_of: date, state: str, since: date) -> None:
    row = scored(duck, [0], 10, as_of)
    assert (row["lifecycle"], row["lifecycle_since"]) == (state, since)
    assert (row["dormant_on"], row["lost_on"], row["next_expected_on"]) == (day(16), day(31), day(10))
    assert row["rho"] == (as_of - day(0)).days / 10


def test_without_a_purchase_there_is_no_state(duck: BaseBackend) -> None:
    assert scored(duck, [5], 10, day(4)) is None
    assert states([day(5)], 10, day(4)) == []


def test_a_gap_below_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="less than one day"):
        states([], 0.5, day(0))


offsets = st.lists(st.integers(0, 250), min_size=1, max_size=12, unique=True)
gaps = st.one_of(st.integers(1, 60), st.floats(min_value=1, max_value=60).map(lambda gap: round(gap, 6)))


@settings(max_examples=200, deadline=None)
@given(offsets=offsets, gap=gaps, end=st.integers(0, 400))
def test_transitions_are_the_changes_of_the_daily_state(offsets: list[int], gap: float, end: int) -> None:
    days = sorted(day(offset) for offset in offsets if offset <= end)
    changes = []
    for on, state in reference.state_by_day(days, gap, day(end)) if days else []:
        if not changes or changes[-1].state != state:
            changes.append(Transition(on, state))
    assert states([day(offset) for offset in offsets], gap, day(end)) == changes


@pytest.mark.req("A2-06")
@settings(max_examples=60, deadline=None)
@given(offsets=offsets, gap=gaps, end=st.integers(0, 400))
@example(
    offsets=[120, 0, 145], gap=16, end=145
)  # bought on the day that would have been the first dormant one
def test_the_expression_ends_where_the_history_ends(
    duck: BaseBackend, offsets: list[int], gap: float, end: int
) -> None:
    path = states([day(offset) for offset in offsets], gap, day(end))
    row = scored(duck, offsets, gap, day(end))
    if not path:
        assert row is None
        return
    assert Transition(row["lifecycle_since"], row["lifecycle"]) == path[-1]
    # the announced dates come true when nothing happens
    later = states([day(offset) for offset in offsets if offset <= end], gap, day(end + 400))
    silent = {step.state: step.on for step in later[-2:]}
    assert (silent["dormant"], silent["lost"]) == (row["dormant_on"], row["lost_on"])
