"""Who bought what, in which of their own baskets: the histories that every recommendation is made from."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy.sparse import csr_array

Whole = NDArray[np.int64]
Real = NDArray[np.float64]


@dataclass(frozen=True)
class Baskets:
    """One entry per customer, basket and item, ordered by customer, then basket.

    `customer` and `item` are positions in `customer_ids` and `item_ids`, which are ascending; `basket`
    numbers a customer's own baskets from 0. A customer or an item may have no entry.
    """

    customer: Whole
    basket: Whole
    item: Whole
    customer_ids: Whole
    item_ids: Whole

    @classmethod
    def from_arrow(cls, lines: pa.Table) -> Self:
        """From the columns customer_id, basket and product_id, all int64, in any order.

        `basket` orders a customer's purchases, say the business day's number; equal rows count once, rows
        with a NULL are left out. Raises ValueError naming a column that is missing.
        """
        names = ("customer_id", "basket", "product_id")
        for name in names:
            if name not in lines.column_names:
                raise ValueError(f"column {name!r} is missing")
        known = lines.select(names).drop_null().group_by(list(names)).aggregate([])
        known = known.sort_by([(name, "ascending") for name in names])
        customer, basket, item = (pc.cast(known[name], pa.int64()).to_numpy() for name in names)
        customer_ids, customer = np.unique(customer, return_inverse=True)
        item_ids, item = np.unique(item, return_inverse=True)
        return cls(customer, _ordinals(customer, basket), item, customer_ids, item_ids)

    @cached_property
    def sizes(self) -> Whole:
        """Baskets of each customer."""
        sizes = np.zeros(len(self.customer_ids), np.int64)
        np.maximum.at(sizes, self.customer, self.basket + 1)
        return sizes

    @cached_property
    def purchases(self) -> csr_array:
        """Customers x items: 1 where the customer ever bought the item; float32, columns ascending."""
        ones = np.ones(len(self.item), np.float32)
        matrix = csr_array((ones, (self.customer, self.item)), shape=self.shape)
        matrix.data[:] = 1
        return matrix

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.customer_ids), len(self.item_ids)

    def where(self, kept: NDArray[np.bool_]) -> "Baskets":
        """The same customers and items with some of the entries."""
        return replace(self, customer=self.customer[kept], basket=self.basket[kept], item=self.item[kept])

    def split_last(self) -> "tuple[Baskets, Baskets]":
        """What came before each customer's last basket, and the last baskets themselves.

        A customer with one basket has it in the first part: nothing came before that could foretell it.
        """
        sizes = self.sizes[self.customer]
        last = (self.basket == sizes - 1) & (sizes > 1)
        return self.where(~last), self.where(last)


def _ordinals(customer: Whole, basket: Whole) -> Whole:
    """0, 1, 2 … within each customer for entries sorted by customer and basket."""
    if not len(customer):
        return np.zeros(0, np.int64)
    first = np.concatenate([[True], customer[1:] != customer[:-1]])
    step = np.concatenate([[False], basket[1:] != basket[:-1]]) & ~first
    counted = np.cumsum(step)
    return np.asarray(counted - counted[first][np.cumsum(first) - 1], np.int64)
