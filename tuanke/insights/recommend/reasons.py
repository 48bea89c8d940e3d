"""Lists of items as a table, each with the reason why it is there in numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanke.insights.recommend.baskets import Baskets, Whole
from tuanke.insights.recommend.item_to_item import Neighbours
from tuanke.insights.recommend.personal import personal
from tuanke.insights.recommend.ranked import Ranked, in_blocks, same_for_all

BOUGHT, TOGETHER, ALIKE, POPULAR = "bought_before", "bought_together", "customers_alike", "popular"
SCHEMA = pa.schema(
    {
        "customer_id": pa.int64(),
        "rank": pa.int64(),  # 1 is best
        "product_id": pa.int64(),
        "score": pa.float64(),  # orders one customer's list; of one model only
        "reason": pa.string(),
        "times_bought": pa.int64(),  # own baskets with the item
        "baskets_ago": pa.int64(),  # 0: it was in the last one; NULL: never bought
        "with_product_id": pa.int64(),  # of what the customer has, the item most bought together with it
        "with_customers": pa.int64(),  # customers who bought both; NULL without such an item
        "buyers": pa.int64(),  # customers who ever bought the item
    }
)


def lists(
    baskets: Baskets,
    neighbours: Neighbours,
    customer_ids: Whole,
    rank: Callable[[Whole, int], Ranked],
    n: int,
) -> pa.Table:
    """A list of n for each of these customers; the popular items for those without a basket."""
    place = np.minimum(
        np.searchsorted(baskets.customer_ids, customer_ids), max(len(baskets.customer_ids) - 1, 0)
    )
    known = _at(baskets.customer_ids, place) == customer_ids if len(baskets.customer_ids) else place < 0
    own = table(baskets, neighbours, place[known], rank(place[known], n))
    return pa.concat_tables([own, popular(baskets, customer_ids[~known], n)])


def table(baskets: Baskets, neighbours: Neighbours, customers: Whole, ranked: Ranked) -> pa.Table:
    """The lists of `customers`, by position, in the shape SCHEMA; places without an item are left out."""
    times, ago = _history(baskets, customers, ranked.item)
    beside, shared = _together(baskets, neighbours, customers, ranked.item)
    columns = {
        **_shared(baskets, baskets.customer_ids[customers], ranked),
        "reason": np.select([times > 0, beside >= 0], [BOUGHT, TOGETHER], ALIKE),
        "times_bought": times,
        "baskets_ago": np.ma.masked_array(ago, times == 0),
        "with_product_id": np.ma.masked_array(_at(baskets.item_ids, beside), beside < 0),
        "with_customers": np.ma.masked_array(shared, beside < 0),
    }
    return _arrow(columns, ranked.item >= 0)


def popular(baskets: Baskets, customer_ids: Whole, n: int) -> pa.Table:
    """The items most customers bought, for those of whom nothing is known; the reason says so."""
    ranked = same_for_all(_buyers(baskets), len(customer_ids), n)
    nothing = np.zeros(ranked.item.shape, np.int64)
    unknown = np.ma.masked_array(nothing, mask=True)
    columns = {
        **_shared(baskets, customer_ids, ranked),
        "reason": np.full(ranked.item.shape, POPULAR),
        "times_bought": nothing,
        "baskets_ago": unknown,
        "with_product_id": unknown,
        "with_customers": unknown,
    }
    return _arrow(columns, ranked.item >= 0)


def _shared(baskets: Baskets, customer_ids: Whole, ranked: Ranked) -> dict[str, NDArray[Any]]:
    """The columns that every list has."""
    shape = ranked.item.shape
    return {
        "customer_id": np.broadcast_to(customer_ids[:, None], shape),
        "rank": np.broadcast_to(np.arange(1, shape[1] + 1), shape),
        "product_id": _at(baskets.item_ids, ranked.item),
        "score": ranked.score,
        "buyers": _at(_buyers(baskets), ranked.item),
    }


def _buyers(baskets: Baskets) -> Whole:
    return np.asarray(baskets.purchases.sum(axis=0), np.int64)


def _at(values: NDArray[Any], positions: Whole) -> NDArray[Any]:
    """The values at the positions, anything where a position is -1."""
    return values[positions] if len(values) else positions


def _history(baskets: Baskets, customers: Whole, item: Whole) -> tuple[Whole, Whole]:
    """Own baskets with each item, and baskets since the last of them."""
    own = personal(baskets)
    bought = own.customer * baskets.shape[1] + own.item
    asked = customers[:, None] * baskets.shape[1] + item
    place = np.minimum(np.searchsorted(bought, asked), max(len(bought) - 1, 0))
    known = (_at(bought, place) == asked) & (item >= 0)
    return np.where(known, _at(own.count, place), 0).astype(np.int64), _at(own.ago, place).astype(np.int64)


def _together(baskets: Baskets, neighbours: Neighbours, customers: Whole, item: Whole) -> tuple[Whole, Whole]:
    """Of each customer's items the nearest neighbour of each listed one (-1: none), and who bought both."""

    def work(rows: Whole) -> tuple[Whole, Whole]:
        has = baskets.purchases[customers[rows]].toarray() > 0
        near = neighbours.item[item[rows]]
        there = has[np.arange(len(rows))[:, None, None], near] & (near >= 0) & (item[rows] >= 0)[..., None]
        first = there.argmax(axis=2)[..., None]
        found = np.take_along_axis(there, first, 2)[..., 0]
        both = np.take_along_axis(neighbours.customers[item[rows]], first, 2)[..., 0]
        return np.where(found, np.take_along_axis(near, first, 2)[..., 0], -1), both

    if not item.size or not len(neighbours.item):
        return np.full(item.shape, -1), item
    beside, both = zip(*in_blocks(work, np.arange(len(customers)), baskets.shape[1]), strict=True)
    return np.concatenate(beside), np.concatenate(both)


def _arrow(columns: dict[str, NDArray[Any]], there: NDArray[np.bool_]) -> pa.Table:
    """The cells that are there, row by row; what is masked is NULL."""
    arrays = []
    for field in SCHEMA:
        values = columns[field.name][there]
        mask = values.mask if isinstance(values, np.ma.MaskedArray) else None
        arrays.append(pa.array(np.asarray(values), field.type, mask=mask))
    return pa.table(arrays, schema=SCHEMA)
