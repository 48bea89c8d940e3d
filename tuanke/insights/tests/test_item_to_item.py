import math
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings

from tuanke.insights.recommend import item_to_item
from tuanke.insights.recommend.item_to_item import cosine
from tuanke.insights.tests.baskets import Entry, baskets, entries


def by_hand(rows: list[Entry], shrink: float) -> dict[tuple[int, int], tuple[float, int]]:
    buyers = {item: {c for c, _, i in rows if i == item} for _, _, item in rows}
    shared = {(a, b): len(buyers[a] & buyers[b]) for a, b in permutations(buyers, 2)}
    return {
        (a, b): (both / (math.sqrt(len(buyers[a]) * len(buyers[b])) + shrink), both)
        for (a, b), both in shared.items()
        if both
    }


@settings(max_examples=60, deadline=None)
@given(rows=entries)
def test_neighbours_equal_a_count_by_hand(rows: list[Entry]) -> None:
    known = baskets(rows)
    found = cosine(known.purchases, top=3, shrink=2.0)
    expected = by_hand(rows, 2.0)
    for position, item in enumerate(known.item_ids.tolist()):
        there = found.item[position] >= 0
        others = known.item_ids[found.item[position][there]].tolist()
        scores = found.score[position][there].tolist()
        mine = sorted((score for (a, _), (score, _) in expected.items() if a == item), reverse=True)
        assert scores == pytest.approx(mine[:3])
        for other, score, shared in zip(others, scores, found.customers[position].tolist(), strict=False):
            assert (score, shared) == (pytest.approx(expected[item, other][0]), expected[item, other][1])


def test_blocks_do_not_change_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = np.random.default_rng(1)
    rows = [
        (int(c), 0, int(i))
        for c, i in zip(chance.integers(0, 60, 900), chance.integers(0, 40, 900), strict=True)
    ]
    known = baskets(rows)
    whole = cosine(known.purchases)
    monkeypatch.setattr(item_to_item, "PAIRS", 50)
    monkeypatch.setattr(item_to_item, "CELLS", 1)
    parts = cosine(known.purchases)
    assert (whole.item == parts.item).all()
    assert (whole.score == parts.score).all()


def test_a_single_shared_customer_is_no_perfect_match() -> None:
    rows = [(1, 0, 1), (1, 0, 2)] + [(c, 0, i) for c in range(2, 42) for i in (3, 4)]
    found = cosine(baskets(rows).purchases)
    assert found.score[0, 0] == pytest.approx(1 / 11)
    assert found.score[2, 0] == pytest.approx(40 / 50)


def test_nothing_gives_nothing() -> None:
    assert cosine(baskets([]).purchases).item.shape == (0, 0)
    alone = cosine(baskets([(1, 0, 9)]).purchases)
    assert alone.item.tolist() == [[-1]]
