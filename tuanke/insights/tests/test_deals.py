from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanke.insights.accuracy import auc, log_loss
from tuanke.insights.recommend import group_success
from tuanke.insights.recommend.backtest import backtest
from tuanke.insights.recommend.deals import PERSONAL, SHRINK, Deals, Groups
from tuanke.insights.tests import group_deals

Group = tuple[int, int, bool, set[int]]  # initiator, item, succeeded, members
groups = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 4), st.booleans(), st.sets(st.integers(0, 5), max_size=2)),
    max_size=25,
)


def grouped(rows: list[Group]) -> Groups:
    joins = [(member, number) for number, (*_, members) in enumerate(rows) for member in sorted(members)]
    return Groups(
        initiator=np.array([row[0] for row in rows], np.int64),
        item=np.array([row[1] for row in rows], np.int64),
        succeeded=np.array([row[2] for row in rows], bool),
        member=np.array([member for member, _ in joins], np.int64),
        joined=np.array([number for _, number in joins], np.int64),
    )


@settings(max_examples=60, deadline=None)
@given(rows=groups)
def test_deals_equal_a_plain_count(rows: list[Group]) -> None:
    found = Deals.fit(grouped(rows), customers=6, items=5).rank(np.arange(6), n=5)
    interest = [{i for who, i, _, members in rows if c == who or c in members} for c in range(6)]
    fans = [{c for c in range(6) if i in interest[c]} for i in range(5)]
    wins = [sum(item == i and succeeded for _, item, succeeded, _ in rows) for i in range(5)]
    for customer in range(6):
        scores = {}
        for i in range(5):
            pull = sum(len(fans[i] & fans[j]) / (len(fans[j]) + SHRINK) for j in interest[customer] - {i})
            scores[i] = wins[i] / max(sum(wins), 1) + PERSONAL * pull
        initiated = {i for who, i, *_ in rows if who == customer}
        expected = sorted((s for i, s in scores.items() if s > 0 and i not in initiated), reverse=True)
        items = found.item[customer][found.item[customer] >= 0].tolist()
        assert not set(items) & initiated
        assert found.score[customer][: len(items)].tolist() == pytest.approx(expected, rel=1e-5)
        assert [scores[i] for i in items] == pytest.approx(expected)


def test_failed_groups_make_nothing_popular() -> None:
    rows = [(who, 0, False, set()) for who in range(5)] + [(5, 1, True, set())]
    deals = Deals.fit(grouped(rows), customers=7, items=2)
    assert deals.rank(np.array([6])).item[0, :2].tolist() == [1, -1]
    assert deals.popular(np.array([6])).item[0, :2].tolist() == [1, -1]


@settings(max_examples=60, deadline=None)
@given(rows=groups)
def test_any_groups_give_probabilities(rows: list[Group]) -> None:
    told = grouped(rows)
    found = group_success.fit(told.item, told.initiator, told.succeeded, items=6, initiators=7)
    p = found.probability(np.array([0, 5, -1]), np.array([0, 6, -1]))
    assert ((p > 0) & (p < 1)).all()
    assert p[2] == pytest.approx(found.overall, abs=1e-5)


def test_initiators_count_where_they_differ() -> None:
    chance = np.random.default_rng(2)
    item, initiator = chance.integers(0, 50, 20_000), chance.integers(0, 400, 20_000)
    easy = chance.random(50)
    alone = group_success.fit(item, initiator, chance.random(20_000) < easy[item], 50, 400)
    assert not alone.initiators_help
    assert alone.by_item == pytest.approx(easy, abs=0.1)
    assert not alone.by_initiator.any()
    skill = np.where(np.arange(400) % 2, 2.0, -2.0)
    odds = easy / (1 - easy)
    p = odds[item] * np.exp(skill[initiator])
    both = group_success.fit(item, initiator, chance.random(20_000) < p / (1 + p), 50, 400)
    assert both.initiators_help
    assert both.auc > alone.auc
    assert (np.sign(both.by_initiator) == np.sign(skill)).all()


@given(
    rows=st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.booleans()), min_size=1, max_size=30)
)
def test_auc_counts_the_pairs_in_order(rows: list[tuple[float, bool]]) -> None:
    scores, happened = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    pairs = [(a > b) + (a == b) / 2 for a in scores[happened] for b in scores[~happened]]
    assert auc(scores, happened) == pytest.approx(sum(pairs) / len(pairs) if pairs else 0.5)
    assert log_loss(scores, happened) == pytest.approx(-np.log(np.where(happened, scores, 1 - scores)).mean())


def test_who_joins_what_at_beibei(shared_data: Path) -> None:
    """Published: popularity of recent successes .0293, with a little of one's own .0303; full ranking."""
    deals = Deals.fit(group_deals.before_the_test(shared_data), group_deals.CUSTOMERS, group_deals.ITEMS)
    found = backtest(group_deals.tested(shared_data, 20_000), deals.rank, deals.popular)
    assert found.customers == 20_000
    assert found.recall >= 0.0303
    assert found.beats_popularity


def test_which_groups_succeed_at_beibei(shared_data: Path) -> None:
    """Published: AUC .845 by the item alone. The data cut off initiators' successes, so these hardly help."""
    item, initiator, succeeded = group_deals.finished(shared_data)
    found = group_success.fit(item, initiator, succeeded, group_deals.ITEMS, group_deals.CUSTOMERS)
    assert found.groups == 544_117
    assert found.auc >= 0.845
