from typing import Any

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.affinity import WEIGHTS, affinities, interest_labels, weight, weighted_acts
from tuanke.insights.interest import interests
from tuanke.insights.tables import CUSTOMER_INTERESTS
from tuanke.insights.tests.histories import Rows, act, acts_table, day, line, lines_table, rows_of

TODAY = 400
WHO, WHEN = st.integers(1, 4), st.integers(0, TODAY + 5)
WHAT = st.sampled_from(["a", "b", "c", "d", None])
bought = st.lists(st.tuples(WHO, WHAT, WHEN), max_size=25)
done = st.lists(st.tuples(WHO, WHAT, WHEN, st.sampled_from([*WEIGHTS, "unheard of"])), max_size=25)


def lines_of(history: list[tuple[int, str | None, int]]) -> Rows:
    return [line(who, n, at, 100) | {"category": what} for n, (who, what, at) in enumerate(history)]


def labels(duck: BaseBackend, lines: Rows, acts: Rows) -> list[dict[str, Any]]:
    return rows_of(duck, interest_labels(lines_table(lines), acts_table(acts), day(TODAY)))


@settings(max_examples=15, deadline=None)
@given(lines=bought, acts=done)
def test_affinities_equal_a_plain_sum(
    duck: BaseBackend, lines: list[tuple[int, str | None, int]], acts: list[tuple[int, str | None, int, str]]
) -> None:
    table = acts_table([act(who, at, what, type_) for who, what, at, type_ in acts])
    found = rows_of(duck, affinities(weighted_acts(lines_table(lines_of(lines)), day(TODAY), table)))

    expected: dict[tuple[int, str], list[float]] = {}
    for who, what, at, type_ in [*((*one, None) for one in lines), *acts]:
        if what is not None and at <= TODAY and type_ != "unheard of":
            counted = expected.setdefault((who, what), [0, 0, 0.0])
            counted[type_ is not None] += 1
            counted[2] += weight(type_, TODAY - at)
    assert {(row["customer_id"], row["category"]) for row in found} == expected.keys()
    for row in found:
        bought_, did, heavy = expected[row["customer_id"], row["category"]]
        whole = sum(value[2] for (who, _), value in expected.items() if who == row["customer_id"])
        assert (row["lines"], row["acts"]) == (bought_, did)
        assert (row["weight"], row["share"]) == pytest.approx((heavy, heavy / whole))


def test_the_weights_are_those_of_the_reference() -> None:
    told = [weight(type_, 0) for type_ in (None, "cart", "participate", "browse")]
    assert told == [1.0, 0.5, 0.3, 0.2]
    assert weight("cart", 90) == 0.25


@pytest.mark.req("A2-10")
@pytest.mark.parametrize(
    ("in_a", "in_b", "is_main"), [(3, 2, True), (2, 2, False), (59, 41, False), (60, 40, True)]
)
@pytest.mark.parametrize("ago", [0, 37, 333])
def test_sixty_percent_of_the_weight_make_the_main_category(
    duck: BaseBackend, in_a: int, in_b: int, *, is_main: bool, ago: int
) -> None:
    acts = [act(1, TODAY - ago, "a") for _ in range(in_a)] + [act(1, TODAY - ago, "b") for _ in range(in_b)]

    found = {row["category"]: row["is_main"] for row in labels(duck, [], acts)}

    assert found == {"a": is_main, "b": False}


def test_one_purchase_is_a_main_category_and_one_look_beside_it_is_no_label(duck: BaseBackend) -> None:
    rows = labels(duck, lines_of([(1, "a", TODAY)]), [act(1, TODAY, "b")])

    assert [(row["category"], row["share_percent"], row["is_main"]) for row in rows] == [("a", 83, True)]


def test_no_more_than_three_are_told(duck: BaseBackend) -> None:
    acts = [act(1, TODAY, what, "cart") for what in "aabbccddee" + "aab"]

    rows = labels(duck, [], acts)

    assert [row["category"] for row in sorted(rows, key=lambda row: -row["share_percent"])] == ["a", "b", "c"]
    assert list(rows[0]) == list(CUSTOMER_INTERESTS.names)


def test_shares_stay_while_nothing_happens(duck: BaseBackend) -> None:
    lines, acts = (
        lines_table(lines_of([(1, "a", 0), (1, "a", 5), (1, "b", 90)])),
        acts_table([act(1, 9, "b")] * 3),
    )

    told = [
        rows_of(duck, interest_labels(lines, acts, day(on)).order_by("category"))
        for on in (90, 91, 400, 2000)
    ]

    assert told == [told[0]] * 4


def test_looking_changes_what_is_offered(duck: BaseBackend) -> None:
    """Interactions move the list that purchases alone would give, and a thing only looked at can be on it."""
    lines = lines_table(lines_of([(1, "a", TODAY), (2, "b", TODAY), (2, "b", TODAY)]))
    looked = acts_table([act(1, TODAY, "new", "cart")] * 200)

    def offered(acts: ibis.Table | None) -> list[str]:
        found = interests(lines, day(TODAY), interactions=acts).order_by("customer_id", "rank")
        return [row["category"] for row in rows_of(duck, found) if row["customer_id"] == 1]

    assert offered(None) == ["b", "a"]
    assert offered(looked) == ["new", "b", "a"]
