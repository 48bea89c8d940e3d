from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.clv.sufficient import summaries
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import History
from tuanke.insights.predictions.snapshot import Snapshot
from tuanke.insights.purchases import purchase_days
from tuanke.insights.rfm import recency_frequency_money
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

FAR = day(5000)


def history_of(duck: BaseBackend, rows: Rows) -> History:
    table = rows_of(duck, purchase_days(lines_table(rows), FAR))
    columns = ([row[name] for row in table] for name in ("customer_id", "bought", "revenue_fen"))
    ids, bought, money = columns
    return History(ids, [number_of(row["day"]) for row in table], bought, money)


@settings(max_examples=25, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_a_snapshot_knows_what_the_table_expression_knows(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    then = history_of(duck, rows).snapshot(number_of(as_of))
    table = rows_of(duck, summaries(lines_table(rows), as_of).order_by("customer_id"))
    assert then.customer.tolist() == [row["customer_id"] for row in table]
    got = np.array([*then.times, then.log_gaps])
    expected = [[row[name] for row in table] for name in ("frequency", "recency", "age", "log_gaps")]
    assert got == pytest.approx(np.array(expected, float))


@settings(max_examples=25, deadline=None)
@given(rows=histories(), as_of=as_of_days, horizon=st.integers(1, 300))
def test_an_outcome_is_what_came_later_and_no_more(
    duck: BaseBackend, rows: Rows, as_of: date, horizon: int
) -> None:
    history = history_of(duck, rows)
    then = history.snapshot(number_of(as_of))
    outcome, past = history.outcome(then, horizon), history.past_money(then, horizon)
    until, since = as_of + timedelta(days=horizon), as_of - timedelta(days=horizon)
    bought = reference.days_bought(rows, FAR)
    for at, customer in enumerate(then.customer.tolist()):
        came = [on for on in bought[customer] if as_of < on <= until]
        own = [row for row in rows if row["customer_id"] == customer]
        assert outcome.orders[at] == len(came)
        assert outcome.wait_days[at] == ((came[0] - as_of).days if came else np.inf)
        assert outcome.money[at] == sum(r["revenue_fen"] for r in own if as_of < r["ordered_on"] <= until)
        assert past[at] == sum(r["revenue_fen"] for r in own if since < r["ordered_on"] <= as_of)
        assert then.money[at] == sum(r["revenue_fen"] for r in own if r["ordered_on"] <= as_of)


def test_nothing_later_changes_what_was_known(duck: BaseBackend) -> None:
    early = orders(1, 0, 9) + orders(2, 3)
    late = [*early, *orders(3, 40), line(1, 1077, 41, -500), line(2, 2077, 50, 900)]
    then, again = (history_of(duck, rows).snapshot(number_of(day(30))) for rows in (early, late))
    assert np.array_equal(np.array([*then.times]), np.array([*again.times]))
    assert (then.customer.tolist(), then.money.tolist()) == (again.customer.tolist(), again.money.tolist())


def test_columns_of_one_length_are_wanted() -> None:
    with pytest.raises(ValueError, match="different lengths"):
        History([1, 2], [3], [1, 1], [5, 5])
    with pytest.raises(ValueError, match="customer 2 has two rows for day 3"):
        History([2, 1, 2], [3, 3, 3], [1, 1, 0], [5, 5, 5])


@settings(max_examples=25, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_a_snapshot_of_the_scores_is_that_of_the_history(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    activity = recency_frequency_money(lines_table(rows), as_of)
    activity = duck.to_pyarrow(activity.filter(activity.purchase_days > 0).order_by("customer_id"))
    got = Snapshot.of(activity, as_of, money="revenue_fen")
    expected = history_of(duck, rows).snapshot(number_of(as_of))
    assert got.customer.tolist() == expected.customer.tolist()
    for mine, theirs in ((got.times, expected.times), (got.recent, expected.recent)):
        assert np.array(mine) == pytest.approx(np.array(theirs))
    assert got.money.tolist() == expected.money.tolist()
