"""What is bought after a good: a plain count, a planted relation, and its direction."""

from collections import Counter, defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.accessories import accessories
from tuanke.insights.tests.histories import Rows, day, line, lines_table, rows_of

AS_OF = day(200)
Bought = tuple[int, int, int]


def lines_of(bought: list[Bought]) -> Rows:
    return [
        line(who, n, at, 100) | {"product_id": what, "category": "甲乙"[what % 2] if what else None}
        for n, (who, what, at) in enumerate(bought)
    ]


@settings(max_examples=10, deadline=None)
@given(
    bought=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4), st.integers(0, 230)), max_size=40),
    days=st.integers(5, 100),
    fewest=st.integers(1, 2),
)
def test_it_equals_a_plain_count(duck: BaseBackend, bought: list[Bought], days: int, fewest: int) -> None:
    first: dict[tuple[int, int], int] = {}
    for who, what, at in bought:
        if at <= 200:
            first[who, what] = min(at, first.get((who, what), at))
    owned = {key: at for key, at in first.items() if at + days <= 200}
    after: dict[tuple[int, int], set[int]] = defaultdict(set)
    for (who, x), since in owned.items():
        after[who, x] = {y for (w, y), at in first.items() if w == who and since < at <= since + days}
    followed = Counter(y for who, y in {(who, y) for (who, _), ys in after.items() for y in ys})
    expected = {}
    for x, y in {(x, y) for (_, x), ys in after.items() for y in ys}:
        customers = sum(y in ys for (_, item), ys in after.items() if item == x)
        share = followed[y] / sum(followed.values())
        chance = sum(1 - (1 - share) ** len(ys) for (_, item), ys in after.items() if item == x)
        if customers >= fewest:
            owners = sum(item == x for _, item in owned)
            alike = x % 2 == y % 2 if x and y else None
            expected[x, y] = [customers, owners, chance, customers / chance, alike]
    got = rows_of(duck, accessories(lines_table(lines_of(bought)), AS_OF, days, fewest))
    assert {(row["product_id"], row["then_product_id"]) for row in got} == expected.keys()
    for row in got:
        customers, owners, chance, lift, alike = expected[row["product_id"], row["then_product_id"]]
        assert (row["customers"], row["owners"], row["same_category"]) == (customers, owners, alike)
        assert [row["expected"], row["lift"]] == pytest.approx([chance, lift])
        assert row["lift_low"] < row["lift"]


POT, CUP, SALT = 1, 2, 3


def shop() -> list[Bought]:
    """A third who buy the pot buy a cup within five weeks; salt and twenty others come whenever."""
    draw, bought = np.random.default_rng(6), []
    for who in range(1, 400):
        bought += [(who, int(what), int(draw.integers(0, 200))) for what in draw.integers(10, 30, 4)]
        bought += [(who, SALT, int(draw.integers(0, 200)))]
        if who % 2:
            at = int(draw.integers(0, 130))
            bought += [(who, POT, at)]
            bought += [(who, CUP, at + int(draw.integers(3, 35)))] if draw.random() < 0.35 else []
    return bought


@pytest.mark.req("A9-07")
def test_the_cup_belongs_to_the_pot_and_not_the_pot_to_the_cup(duck: BaseBackend) -> None:
    got = {
        (row["product_id"], row["then_product_id"]): row
        for row in rows_of(duck, accessories(lines_table(lines_of(shop())), AS_OF))
    }
    best = max(got, key=lambda pair: got[pair]["lift_low"])
    assert best == (POT, CUP)
    assert got[POT, CUP]["lift_low"] > 2
    assert (CUP, POT) not in got
    others = [row["lift_low"] for pair, row in got.items() if CUP not in pair]
    assert len(others) > 50
    assert np.mean([low > 1 for low in others]) < 0.1
    assert got[POT, SALT]["lift_low"] < 1


def test_who_has_it_only_just_is_no_owner_yet(duck: BaseBackend) -> None:
    """Their sixty days are not over: they would count as if they bought nothing more."""
    bought = [(who, POT, 10) for who in range(9)] + [(who, CUP, 20) for who in range(9)]
    bought += [(who, POT, 190) for who in range(10, 90)]
    (got,) = rows_of(duck, accessories(lines_table(lines_of(bought)), AS_OF))
    assert (got["customers"], got["owners"]) == (9, 9)
