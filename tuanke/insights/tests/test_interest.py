from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.interest import interests
from tuanke.insights.tests.groceries import journey
from tuanke.insights.tests.histories import Rows, day, line, lines_table, orders, rows_of
from tuanke.insights.tests.published import interest_recalls

Bought = tuple[int, str | None, int]
bought = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(["a", "b", "c", "d", "e", None]), st.integers(0, 400)),
    max_size=40,
)


def lines_of(history: list[Bought]) -> Rows:
    return [line(who, n, at, 100) | {"category": what} for n, (who, what, at) in enumerate(history)]


def lists(duck: BaseBackend, rows: Rows, as_of: date, **options: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows_of(duck, interests(lines_table(rows), as_of, **options).order_by("customer_id", "rank")):
        found.setdefault(row["customer_id"], []).append(row)
    return found


@settings(max_examples=15, deadline=None)
@given(history=bought, top=st.integers(1, 6))
def test_interests_equal_a_plain_count(duck: BaseBackend, history: list[Bought], top: int) -> None:
    known = [(who, what, at) for who, what, at in history if what is not None]
    every = [what for _, what, _ in known]
    got = lists(duck, lines_of(history), day(400), top=top)
    assert got.keys() == {who for who, *_ in known}
    for customer, own in got.items():
        weights = dict.fromkeys(every, 0.0)
        for who, what, at in known:
            weights[what] += 0.5 ** ((400 - at) / 90) * (who == customer)
        scores = {what: weight + 100 * every.count(what) / len(every) for what, weight in weights.items()}
        expected = sorted(scores.values(), reverse=True)[:top]
        assert [row["score"] for row in own] == pytest.approx(expected)
        assert [row["rank"] for row in own] == list(range(1, len(own) + 1))
        for row in own:
            assert row["score"] == pytest.approx(scores[row["category"]])
            assert row["share"] == pytest.approx(weights[row["category"]] / sum(weights.values()))
            assert row["lines"] == sum((w, c) == (customer, row["category"]) for w, c, _ in known)


def test_a_purchase_of_90_days_ago_counts_half(duck: BaseBackend) -> None:
    got = lists(duck, lines_of([(1, "a", 0), (1, "b", 90)]), day(90))[1]
    assert [(row["category"], row["weight"]) for row in got] == [("b", 1.0), ("a", 0.5)]


def test_a_refund_and_the_future_are_no_interest(duck: BaseBackend) -> None:
    rows = lines_of([(1, "a", 0), (1, "b", 9)])
    rows.append(line(1, 99, 1, -100, is_order=False) | {"category": "c"})
    assert [row["category"] for row in lists(duck, rows, day(5))[1]] == ["a"]
    assert lists(duck, orders(1, 0), day(5)) == {}  # no category, nothing told


def test_the_next_quarter_of_complete_journey(shared_data: Path, duck: BaseBackend) -> None:
    """As published: .2707 against a popularity of .2576."""
    recalls = interest_recalls(duck, journey(shared_data))
    assert {name: round(value, 4) for name, value in recalls.items()} == {"own": 0.2707, "popular": 0.2576}
