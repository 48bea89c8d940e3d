import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.repurchase import repurchase_rate, second_order, second_order_curve
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import (
    Rows,
    as_of_days,
    day,
    histories,
    line,
    lines_table,
    orders,
    rows_of,
)


def rate(duck: BaseBackend, rows: Rows, as_of: date, **options: Any) -> dict[str, Any]:
    return rows_of(duck, repurchase_rate(lines_table(rows), as_of, **options))[0]


def test_two_orders_on_one_day_are_no_repurchase(duck: BaseBackend) -> None:
    rows = [line(1, 10, 0, 1), line(1, 11, 0, 1), *orders(2, 0, 5), line(3, 30, 0, 9), line(3, 30, 8, -9)]
    assert rate(duck, rows, day(9)) == {"customers": 3, "repeat_customers": 1, "rate": 1 / 3}


def test_nobody_gives_no_rate(duck: BaseBackend) -> None:
    rows = [line(1, 1, 0, -5, is_order=False)]
    assert rate(duck, rows, day(9)) == {"customers": 0, "repeat_customers": 0, "rate": None}


def test_a_period_counts_its_own_days_only(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 20, 30), *orders(2, 0, 25)]
    assert rate(duck, rows, day(30), since=day(20)) == {"customers": 2, "repeat_customers": 1, "rate": 0.5}


@settings(max_examples=30, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_the_rate_equals_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    days = reference.days_bought(rows, as_of).values()
    again = sum(len(own) > 1 for own in days)
    expected = {
        "customers": len(days),
        "repeat_customers": again,
        "rate": again / len(days) if days else None,
    }
    assert rate(duck, rows, as_of) == expected


def test_a_worked_curve(duck: BaseBackend) -> None:
    """Five buyers known for 100, 100, 100, 50 and 10 days; second purchases after 20 and 60 days."""
    rows = [*orders(1, 0, 20), *orders(2, 0, 60), *orders(3, 0), *orders(4, 50), *orders(5, 90)]
    got = rows_of(duck, second_order(lines_table(rows), day(100), [30, 90, 120]).order_by("horizon_days"))
    assert [(row["at_risk"], row["events"]) for row in got] == [(3, 1), (1, 2), (0, 2)]
    assert got[0]["share"] == pytest.approx(1 / 4)  # four at risk on day 20
    assert got[1]["share"] == pytest.approx(1 - 3 / 4 * 1 / 2)  # two on day 60
    half = 1.959964 * 3 / 8 * math.sqrt(1 / (4 * 3) + 1 / (2 * 1))
    assert (got[1]["low"], got[1]["high"]) == (pytest.approx(5 / 8 - half), 1.0)
    assert got[2]["share"] is got[2]["low"] is got[2]["high"] is None  # nobody known for 120 days


def test_when_everybody_came_back_the_interval_abstains(duck: BaseBackend) -> None:
    row = rows_of(duck, second_order(lines_table(orders(1, 0, 5)), day(40), [30]))[0]
    assert (row["share"], row["low"], row["high"]) == (1.0, None, None)


@pytest.mark.parametrize("horizons", [[], [30, 0]])
def test_horizons_are_days_above_zero(horizons: list[int]) -> None:
    with pytest.raises(ValueError, match="horizons are"):
        second_order(lines_table([]), day(0), horizons)


def kaplan_meier(waits: list[tuple[int, bool]], horizon: int) -> tuple[float, float | None]:
    """waits: (days, came). The share and its Greenwood half width, in one loop over the days."""
    waiting, variance = 1.0, 0.0
    for on in sorted({wait for wait, came in waits if came and wait <= horizon}):
        at_risk = sum(wait >= on for wait, _ in waits)
        events = sum(wait == on and came for wait, came in waits)
        waiting *= 1 - events / at_risk
        if at_risk == events:
            return 1.0, None
        variance += events / (at_risk * (at_risk - events))
    return 1 - waiting, 1.959964 * waiting * math.sqrt(variance)


@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days, horizon=st.integers(1, 120))
def test_the_curve_equals_the_reference(duck: BaseBackend, rows: Rows, as_of: date, horizon: int) -> None:
    (row,) = rows_of(duck, second_order(lines_table(rows), as_of, [horizon]))
    days = reference.days_bought(rows, as_of).values()
    waits = [((own[1] if len(own) > 1 else as_of) - own[0], len(own) > 1) for own in days]
    waits = [(wait.days, came) for wait, came in waits]
    if not any((as_of - own[0]).days >= horizon for own in days):
        assert row["share"] is None
        return
    share, half = kaplan_meier(waits, horizon)
    assert row["share"] == pytest.approx(share, abs=1e-12)
    assert row["events"] == sum(came and wait <= horizon for wait, came in waits)
    if half is None:
        assert row["low"] is row["high"] is None
    else:
        assert row["low"] == pytest.approx(max(share - half, 0), abs=1e-12)
        assert row["high"] == pytest.approx(min(share + half, 1), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days)
def test_the_curve_has_a_step_for_every_day_somebody_came_again(
    duck: BaseBackend, rows: Rows, as_of: date
) -> None:
    days = reference.days_bought(rows, as_of).values()
    waits = [(((own[1] if len(own) > 1 else as_of) - own[0]).days, len(own) > 1) for own in days]
    got = rows_of(duck, second_order_curve(lines_table(rows), as_of).order_by("days"))
    assert [row["days"] for row in got] == sorted({wait for wait, came in waits if came})
    for row in got:
        share, half = kaplan_meier(waits, row["days"])
        assert row["share"] == pytest.approx(share, abs=1e-12)
        assert row["at_risk"] == sum(wait >= row["days"] for wait, _ in waits)
        if half is None:
            assert row["low"] is row["high"] is None
        else:
            assert row["low"] == pytest.approx(max(share - half, 0), abs=1e-12)
            assert row["high"] == pytest.approx(min(share + half, 1), abs=1e-12)
