from datetime import date
from itertools import pairwise
from math import log

import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.clv.sufficient import summaries
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


def test_a_history_by_hand(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 7, 21), line(1, 1001, 20, -100), *orders(2, 5)]
    got = {row["customer_id"]: row for row in rows_of(duck, summaries(lines_table(rows), day(30)))}
    assert got[1] == {
        "customer_id": 1,
        "frequency": 2,
        "recency": 3.0,
        "age": pytest.approx(30 / 7),
        "log_gaps": pytest.approx(log(1) + log(2)),
        "mean_revenue_fen": 950.0,  # the refund lowers what the repeat orders brought
        "mean_margin_fen": 237.5,
    }
    assert (got[2]["frequency"], got[2]["log_gaps"], got[2]["mean_revenue_fen"]) == (0, 0.0, None)


@settings(max_examples=25, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_it_equals_the_definition(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    bought = reference.days_bought(rows, as_of)
    got = {row["customer_id"]: row for row in rows_of(duck, summaries(lines_table(rows), as_of))}
    assert got.keys() == bought.keys()
    for customer, days in bought.items():
        row, x = got[customer], len(days) - 1
        later = [r for r in rows if r["customer_id"] == customer and days[0] < r["ordered_on"] <= as_of]
        assert (row["frequency"], row["recency"] * 7) == (x, pytest.approx((days[-1] - days[0]).days))
        assert row["age"] * 7 == pytest.approx((as_of - days[0]).days)
        assert row["log_gaps"] == pytest.approx(sum(log((b - a).days / 7) for a, b in pairwise(days)))
        for column in ("revenue_fen", "margin_fen"):
            expected = sum(r[column] for r in later) / x if x and later else None
            assert row[f"mean_{column}"] == (None if expected is None else pytest.approx(expected))
