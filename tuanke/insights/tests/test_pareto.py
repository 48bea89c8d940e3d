from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.pareto import TOP_PERCENTS, concentration, concentration_curve
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


def measured(duck: BaseBackend, rows: Rows, as_of: date) -> dict[str, dict[str, Any]]:
    return {row["measure"]: row for row in rows_of(duck, concentration(lines_table(rows), as_of))}


def test_one_customer_of_five_holds_eighty_percent(duck: BaseBackend) -> None:
    rows = [
        *orders(1, 0, revenue_fen=8000),
        *(row for id_ in range(2, 6) for row in orders(id_, 0, revenue_fen=500)),
    ]
    got = measured(duck, rows, day(0))["revenue"]
    assert (got["customers"], got["total_fen"], got["customers_for_80"]) == (5, 10_000, 1)
    assert (got["top_20"], got["top_50"]) == (0.8, 0.85)
    assert got["gini"] == pytest.approx(2 * (500 * (1 + 2 + 3 + 4) + 8000 * 5) / (5 * 10_000) - 6 / 5)


def test_equal_customers_have_a_gini_of_zero(duck: BaseBackend) -> None:
    got = measured(duck, [row for id_ in range(1, 5) for row in orders(id_, 0)], day(0))
    assert got["margin"]["gini"] == pytest.approx(0)


def test_nothing_positive_gives_no_shares(duck: BaseBackend) -> None:
    got = measured(duck, [line(1, 1, 0, 100, -100)], day(0))["margin"]
    assert (got["customers"], got["total_fen"]) == (1, -100)
    assert got["top_20"] is got["gini"] is got["customers_for_80"] is None


@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days)
def test_concentration_equals_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    active = [row for row in reference.activity(rows, as_of, 365).values() if row["orders"]]
    got = measured(duck, rows, as_of)
    for measure in ("margin", "revenue"):
        values = sorted((max(row[f"{measure}_fen"], 0) for row in active), reverse=True)
        whole, n = sum(values), len(values)
        if not whole:
            assert got[measure]["gini"] is None
            continue
        for p in TOP_PERCENTS:
            assert got[measure][f"top_{p}"] == pytest.approx(sum(values[: max(n * p // 100, 1)]) / whole)
        pairs = sum(abs(a - b) for a in values for b in values)
        assert got[measure]["gini"] == pytest.approx(pairs / (2 * n * whole), abs=1e-12)
        fewest = min(k for k in range(1, n + 1) if sum(values[:k]) * 100 >= whole * 80)
        assert got[measure]["customers_for_80"] == fewest


@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days)
def test_the_curve_is_the_running_share_of_the_best(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    active = [row for row in reference.activity(rows, as_of, 365).values() if row["orders"]]
    values = sorted((max(row["margin_fen"], 0) for row in active), reverse=True)
    got = {
        row["percent"]: row["share"] for row in rows_of(duck, concentration_curve(lines_table(rows), as_of))
    }
    n, whole = len(values), sum(values)
    expected = {-(-100 * k // n): sum(values[:k]) / whole for k in range(1, n + 1)} if whole else {}
    assert got == pytest.approx(expected)
