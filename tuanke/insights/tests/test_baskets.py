import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings

from tuanke.insights.recommend.baskets import Baskets
from tuanke.insights.recommend.personal import DECAY, RECENT, personal
from tuanke.insights.tests.baskets import Entry, baskets, entries, lines


def told(known: Baskets) -> set[Entry]:
    ids = known.customer_ids[known.customer], known.basket, known.item_ids[known.item]
    return set(zip(*(values.tolist() for values in ids), strict=True))


def numbered(rows: list[Entry]) -> set[Entry]:
    """The same rows with each customer's baskets counted from 0."""
    own = {customer: sorted({b for c, b, _ in rows if c == customer}) for customer, _, _ in rows}
    return {(customer, own[customer].index(basket), item) for customer, basket, item in rows}


@settings(max_examples=60, deadline=None)
@given(rows=entries)
def test_baskets_are_counted_from_the_first_of_each_customer(rows: list[Entry]) -> None:
    known = baskets(rows)
    assert told(known) == numbered(rows)
    assert len(known.item) == len(set(rows))
    assert known.sizes.sum() == len({row[:2] for row in rows})


@settings(max_examples=60, deadline=None)
@given(rows=entries)
def test_the_last_basket_is_held_back_where_there_is_an_earlier_one(rows: list[Entry]) -> None:
    before, last = baskets(rows).split_last()
    sizes = {customer: len({b for c, b, _ in rows if c == customer}) for customer, _, _ in rows}
    assert told(before) | told(last) == numbered(rows)
    assert told(last) == {row for row in numbered(rows) if row[1] == sizes[row[0]] - 1 and row[1] > 0}


def test_a_row_without_a_product_is_no_purchase() -> None:
    table = pa.concat_tables(
        [lines([(1, 1, 5)]), pa.table({"customer_id": [2], "basket": [1]}), lines([])],
        promote_options="default",
    )
    assert told(Baskets.from_arrow(table)) == {(1, 0, 5)}


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ValueError, match="column 'basket' is missing"):
        Baskets.from_arrow(pa.table({"customer_id": [1], "product_id": [1]}))


@settings(max_examples=60, deadline=None)
@given(rows=entries)
def test_personal_numbers_equal_a_plain_count(rows: list[Entry]) -> None:
    known = baskets(rows)
    own = personal(known)
    seen = {}
    for customer, basket, item in told(known):
        seen.setdefault((customer, item), []).append(basket)
    pairs = list(
        zip(known.customer_ids[own.customer].tolist(), known.item_ids[own.item].tolist(), strict=True)
    )
    assert pairs == sorted(seen)
    for n, pair in enumerate(pairs):
        size = known.sizes[own.customer[n]]
        ago = [size - 1 - basket for basket in seen[pair]]
        assert (own.count[n], own.ago[n]) == (len(ago), min(ago))
        assert own.decayed[n] == pytest.approx(sum(DECAY**gap for gap in ago))
        assert own.recent[n] == pytest.approx(sum(gap < RECENT for gap in ago) / min(size, RECENT))
    assert own.matrix(own.count).sum() == np.sum(own.count)
