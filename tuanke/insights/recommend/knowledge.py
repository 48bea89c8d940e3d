"""What a reranker knows of customers and items, counted once from the baskets."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_array

from tuanke.insights.recommend.baskets import Baskets, Real
from tuanke.insights.recommend.item_to_item import Neighbours, cosine
from tuanke.insights.recommend.personal import Personal, personal
from tuanke.insights.recommend.tastes import Tastes

# An item's own share of customers who bought it again weighs as much as this many customers of all items.
PRIOR_CUSTOMERS = 10


@dataclass(frozen=True)
class Items:
    """One number per item."""

    popularity: Real  # baskets with it
    latest: Real  # customers with it in their last basket
    buyers: Real  # customers who ever bought it
    repeated: Real  # share of them who bought it again, shrunk to that of all items

    @classmethod
    def of(cls, baskets: Baskets, own: Personal) -> Self:
        n = baskets.shape[1]
        last = baskets.basket == baskets.sizes[baskets.customer] - 1
        buyers = np.bincount(own.item, minlength=n).astype(float)
        again = np.bincount(own.item[own.count > 1], minlength=n)
        overall = again.sum() / max(buyers.sum(), 1)
        return cls(
            popularity=np.bincount(baskets.item, minlength=n).astype(float),
            latest=np.bincount(baskets.item[last], minlength=n).astype(float),
            buyers=buyers,
            repeated=(again + PRIOR_CUSTOMERS * overall) / (buyers + PRIOR_CUSTOMERS),
        )


@dataclass(frozen=True)
class Habits:
    """One number per customer; 1 where there is no basket, for they are divided by."""

    baskets: Real
    basket_size: Real  # items in a basket, on average
    distinct: Real  # different items ever
    variety: Real  # different items per item bought

    @classmethod
    def of(cls, baskets: Baskets, own: Personal) -> Self:
        n = baskets.shape[0]
        entries = np.maximum(np.bincount(baskets.customer, minlength=n), 1)
        distinct = np.maximum(np.bincount(own.customer, minlength=n), 1).astype(float)
        sizes = np.maximum(baskets.sizes, 1).astype(float)
        return cls(sizes, entries / sizes, distinct, distinct / entries)


@dataclass(frozen=True)
class Knowledge:
    """Matrices are customers x items, but `similar`, which is items x items."""

    baskets: Baskets
    items: Items
    habits: Habits
    tastes: Tastes
    neighbours: Neighbours
    similar: csr_array  # column i holds the neighbours of i: history @ similar scores i by its own
    count: csr_array
    decayed: csr_array
    since: csr_array  # baskets since the last with the item, plus 1: no entry is "never"

    @classmethod
    def of(cls, baskets: Baskets) -> Self:
        own = personal(baskets)
        neighbours = cosine(baskets.purchases)
        return cls(
            baskets=baskets,
            items=Items.of(baskets, own),
            habits=Habits.of(baskets, own),
            tastes=Tastes.of(own),
            neighbours=neighbours,
            similar=neighbours.matrix().T.tocsr(),
            count=own.matrix(own.count),
            decayed=own.matrix(own.decayed),
            since=own.matrix(own.ago + 1),
        )
