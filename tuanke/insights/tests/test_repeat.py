from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings

from tuanke.insights.recommend import logistic, repeat
from tuanke.insights.recommend.backtest import Backtest
from tuanke.insights.recommend.reasons import ALIKE, BOUGHT, POPULAR, SCHEMA, TOGETHER
from tuanke.insights.tests.baskets import Entry, baskets, entries, ta_feng

NOBODY = 12345


def lists(table: pa.Table) -> dict[int, list[dict]]:
    found: dict[int, list[dict]] = {}
    for row in table.to_pylist():
        found.setdefault(row["customer_id"], []).append(row)
    return found


@settings(max_examples=40, deadline=None)
@given(rows=entries)
def test_any_history_gives_finite_lists_in_order(rows: list[Entry]) -> None:
    known = baskets(rows)
    table = repeat.fit(known).recommend(np.array([*known.customer_ids, NOBODY]), n=4)
    assert table.schema == SCHEMA
    items = {item for _, _, item in rows}
    for own in lists(table).values():
        assert [row["rank"] for row in own] == list(range(1, len(own) + 1))
        assert len({row["product_id"] for row in own} & items) == len(own)
        scores = [row["score"] for row in own]
        assert scores == sorted(scores, reverse=True)
        assert np.isfinite(scores).all()
    assert lists(table).keys() == ({*known.customer_ids.tolist(), NOBODY} if rows else set())


@settings(max_examples=40, deadline=None)
@given(rows=entries)
def test_reasons_are_what_happened(rows: list[Entry]) -> None:
    known = baskets(rows)
    table = repeat.fit(known).recommend(known.customer_ids, n=5)
    for customer, own in lists(table).items():
        days = sorted({b for c, b, _ in rows if c == customer})
        for row in own:
            item, beside = row["product_id"], row["with_product_id"]
            with_it = sorted({days.index(b) for c, b, i in rows if (c, i) == (customer, item)})
            buyers = {c for c, _, i in rows if i == item}
            assert row["times_bought"] == len(with_it)
            assert row["baskets_ago"] == (len(days) - 1 - with_it[-1] if with_it else None)
            assert row["buyers"] == len(buyers)
            if beside is not None:
                assert {(c, i) for c, _, i in rows} >= {(customer, beside)}
                assert row["with_customers"] == len(buyers & {c for c, _, i in rows if i == beside})
            expected = BOUGHT if with_it else ALIKE if beside is None else TOGETHER
            assert row["reason"] == expected


@pytest.mark.req("A9-07")
def test_a_new_customer_gets_the_popular_items_labelled_so() -> None:
    known = baskets([(1, 0, 5), (2, 0, 5), (2, 0, 6), (3, 0, 6), (4, 0, 6)])
    (own,) = lists(repeat.fit(known).recommend(np.array([NOBODY]), n=3)).values()
    assert [(row["product_id"], row["buyers"], row["reason"]) for row in own] == [
        (6, 3, POPULAR),
        (5, 2, POPULAR),
    ]


def test_before_anybody_came_twice_the_own_items_lead() -> None:
    model = repeat.fit(baskets([(1, 0, 5), (2, 0, 6), (3, 0, 6), (4, 0, 6)]))
    assert model.learners == 0
    assert [row["product_id"] for row in model.recommend(np.array([1])).to_pylist()] == [5, 6]


def test_a_habit_of_the_shop_is_learned() -> None:
    """Everybody takes what they took two baskets ago: the last basket's items come after it."""
    rows = [(c, b, c % 50 * 2 + b % 2) for c in range(300) for b in range(6)]
    table = repeat.fit(baskets(rows)).recommend(np.arange(50), n=1)
    assert table["product_id"].to_pylist() == [c * 2 for c in range(50)]


def test_the_logistic_fit_is_where_its_slope_is_zero() -> None:
    chance = np.random.default_rng(3)
    features = chance.normal(size=(20_000, 2)).astype(np.float32)
    log_odds = 0.7 * features[:, 0] - 1.1 * features[:, 1] - 2
    labels = chance.random(20_000) < 1 / (1 + np.exp(-log_odds))
    with_constant = np.column_stack([features, np.full(20_000, 3, np.float32)])
    found = logistic.fit(with_constant, labels, np.ones(20_000))
    assert found.weights == pytest.approx([0.7, -1.1, 0, -2], abs=0.08)
    assert found.weights[2] == 0
    perfect = logistic.fit(features, features[:, 0] > 0, np.ones(20_000))
    assert np.isfinite(perfect.weights).all()


@pytest.mark.req("A9-07")
def test_no_customer_gives_no_backtest() -> None:
    assert repeat.backtest(baskets([(1, 0, 5)])) == Backtest(10, 0, None, None)
    assert not Backtest(10, 0, None, None).beats_popularity
    assert not Backtest(10, 5, 0.1, 0.1).beats_popularity


@pytest.mark.req("A9-07")
def test_the_next_basket_of_ta_feng(shared_data: Path) -> None:
    """Popularity .0803 as published; the reranker of analytics §2.3: .1618."""
    found = repeat.backtest(ta_feng(shared_data))
    assert found.customers == 13_858
    assert round(found.popularity, 4) == 0.0803
    assert found.recall >= 0.1618
    assert found.beats_popularity
