"""What is left of a ranked list: plain rules, against plain loops."""

import math
from collections import Counter
from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuanke.insights.recommend.exploration import explored
from tuanke.insights.recommend.filters import diverse, due, in_stock, replenishment_days, without
from tuanke.insights.recommend.item_to_item import Neighbours, cosine
from tuanke.insights.recommend.ranked import Ranked
from tuanke.insights.tests.baskets import baskets

ITEMS = 8
Lists = list[list[int]]
lists = st.lists(st.lists(st.integers(0, ITEMS - 1), unique=True, max_size=5), min_size=1, max_size=6)


def ranked(rows: Lists, width: int = 5) -> Ranked:
    """Scores fall by one from place to place."""
    item = np.full((len(rows), width), -1)
    for number, row in enumerate(rows):
        item[number, : len(row)] = row
    return Ranked(item, np.where(item >= 0, 10.0 - np.arange(width), 0.0))


def shown(found: Ranked) -> Lists:
    for row in found.item >= 0:
        assert not np.any(np.diff(row.astype(int)) > 0), "a hole in the list"
    assert np.all(found.score[found.item < 0] == 0)
    return [[item for item in row if item >= 0] for row in found.item.tolist()]


@given(rows=lists, stock=st.lists(st.booleans(), min_size=ITEMS, max_size=ITEMS))
def test_only_what_is_in_stock_is_shown_in_its_order(rows: Lists, stock: list[bool]) -> None:
    found = in_stock(ranked(rows), np.array(stock))
    assert shown(found) == [[item for item in row if stock[item]] for row in rows]
    before = [dict(zip(row, (10.0, 9.0, 8.0, 7.0, 6.0), strict=False)) for row in rows]
    for scores, items, values in zip(before, found.item.tolist(), found.score.tolist(), strict=True):
        assert [scores[item] for item in items if item >= 0] == [v for v in values if v]


@given(rows=lists, data=st.data())
def test_single_entries_are_left_out_of_their_own_list(rows: Lists, data: st.DataObject) -> None:
    pairs = data.draw(st.sets(st.tuples(st.integers(0, len(rows) - 1), st.integers(0, ITEMS + 3))))
    row, item = (np.array([pair[n] for pair in pairs], int) for n in (0, 1))
    found = shown(without(ranked(rows), row, item))
    assert found == [[item for item in own if (n, item) not in pairs] for n, own in enumerate(rows)]


@given(rows=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 90)), max_size=50))
def test_replenishment_is_the_median_gap_between_days(rows: list[tuple[int, int, int]]) -> None:
    customer, item, day = np.array(rows, int).reshape(-1, 3).T
    got = replenishment_days(customer, item, day, 3)
    for what in range(3):
        gaps = []
        for who in range(4):
            own = sorted({on for w, i, on in rows if (w, i) == (who, what)})
            gaps += [b - a for a, b in pairwise(own)]
        assert got[what] == (median(gaps) if len(gaps) >= 3 else 0)


def test_what_should_still_last_is_not_offered_again() -> None:
    """Rice lasts 30 days: bought 20 days ago it is left out, 30 days ago it is due; of salt nobody knows."""
    rice, salt = 0, 1
    lasts = np.array([30.0, 0.0])
    row, item, since = np.array([0, 1, 1]), np.array([rice, rice, salt]), np.array([20.0, 30.0, 1.0])
    assert shown(due(ranked([[rice, salt], [rice, salt]]), row, item, since, lasts)) == [[salt], [rice, salt]]


def likeness(neighbours: Neighbours) -> dict[frozenset[int], float]:
    found: dict[frozenset[int], float] = {}
    for one, (others, scores) in enumerate(zip(neighbours.item, neighbours.score, strict=True)):
        for other, score in zip(others.tolist(), scores.tolist(), strict=True):
            if other >= 0:
                found[frozenset((one, other))] = max(score, found.get(frozenset((one, other)), 0))
    return found


@settings(max_examples=60, deadline=None)
@given(rows=lists, n=st.integers(1, 5), weight=st.sampled_from([0.0, 0.3, 0.7, 1.0]), seed=st.integers(0, 99))
def test_diversity_equals_the_greedy_rule_in_words(rows: Lists, n: int, weight: float, seed: int) -> None:
    draw = np.random.default_rng(seed)
    bought = [(int(c), 0, int(i)) for c, i in draw.integers(0, [12, ITEMS], (50, 2))] + [
        (99, 0, i) for i in range(ITEMS)
    ]
    neighbours = cosine(baskets(bought).purchases, top=3)
    alike = likeness(neighbours)
    found = diverse(ranked(rows), neighbours, n, weight)
    for own, got in zip(rows, shown(found), strict=True):
        last = len(own) - 1
        worth = {item: (last - place) / last if last else 1.0 for place, item in enumerate(own)}
        taken: list[int] = []
        for item in got:
            gain = {
                other: weight * worth[other]
                - (1 - weight) * max((alike.get(frozenset((other, t)), 0) for t in taken), default=0)
                for other in own
                if other not in taken
            }
            assert gain[item] == pytest.approx(max(gain.values()), abs=1e-6)
            taken.append(item)
        assert len(got) == min(n, len(own))


def test_two_of_a_kind_are_not_shown_side_by_side() -> None:
    """Two teas that the same people buy lead the list; the second makes room for the rice."""
    neighbours = cosine(baskets([(c, 0, i) for c in range(200) for i in (0, 1)] + [(300, 0, 2)]).purchases)
    scores = Ranked(np.array([[0, 1, 2]]), np.array([[9.0, 8.8, 7.5]]))
    assert shown(diverse(scores, neighbours, 3, 0.5)) == [[0, 2, 1]]
    assert shown(diverse(scores, neighbours, 3, 1.0)) == [[0, 1, 2]]
    assert shown(diverse(scores, neighbours, 2, 0.5)) == [[0, 2]]
    nobody = Neighbours(np.zeros((0, 0), int), np.zeros((0, 0), np.float32), np.zeros((0, 0), int))
    assert shown(diverse(ranked([[]]), nobody, 3)) == [[]]


PEOPLE, PLACES, POOL = 4000, 10, 40
EVERYBODY = np.arange(1, PEOPLE + 1) * 7


def lists_of_ten() -> Ranked:
    item = np.tile(np.arange(PLACES), (PEOPLE, 1))
    return Ranked(item, np.tile(np.linspace(1, 0.1, PLACES), (PEOPLE, 1)))


def test_one_place_in_twenty_explores_and_every_item_has_the_same_chance() -> None:
    pool = np.arange(100, 100 + POOL)
    found = explored(lists_of_ten(), EVERYBODY, pool, "2026-01-01")
    n = PEOPLE * PLACES
    assert found.by_hash.mean() == pytest.approx(0.05, abs=4 * math.sqrt(0.05 * 0.95 / n))
    by_place = found.by_hash.mean(axis=0)
    assert np.all(np.abs(by_place - 0.05) < 4.5 * math.sqrt(0.05 * 0.95 / PEOPLE))
    drawn = Counter(found.ranked.item[found.by_hash].tolist())
    mean = found.by_hash.sum() / POOL
    assert drawn.keys() == set(pool.tolist())
    assert sum((count - mean) ** 2 / mean for count in drawn.values()) < 80  # chi², 39 degrees: p < .0002
    assert np.array_equal(found.ranked.item[~found.by_hash], lists_of_ten().item[~found.by_hash])


def test_the_same_page_twice_is_the_same_page_whoever_else_looks() -> None:
    pool = np.arange(100, 100 + POOL)
    whole = explored(lists_of_ten(), EVERYBODY, pool, "2026-01-01")
    some = np.array([3, 999, 17])
    few = explored(Ranked(*(v[some] for v in lists_of_ten())), EVERYBODY[some], pool, "2026-01-01")
    assert np.array_equal(whole.ranked.item[some], few.ranked.item)
    other_day = explored(lists_of_ten(), EVERYBODY, pool, "2026-01-02")
    both = (whole.by_hash & other_day.by_hash).mean()
    assert both == pytest.approx(0.0025, abs=0.0012)


def test_nothing_is_shown_twice_and_no_empty_place_is_filled() -> None:
    rows = ranked([[0, 1, 2], []] * 200)
    found = explored(rows, np.arange(400), np.arange(4), "x", share=1.0)
    for row in found.ranked.item.tolist():
        there = [item for item in row if item >= 0]
        assert len(there) == len(set(there)) in (0, 3)
    assert found.by_hash.any()
    nothing = explored(rows, np.arange(400), np.zeros(0, int), "x", share=1.0)
    assert not nothing.by_hash.any()
    assert not explored(rows, np.arange(400), np.arange(4), "x", share=0.0).by_hash.any()
