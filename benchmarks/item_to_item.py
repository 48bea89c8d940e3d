"""Claim: the 100 nearest items of each of 20,000, from 10,000,000 purchases by 1,000,000 customers, take no longer

than `implicit`'s CosineRecommender, compiled and on all processors, from the same matrix in the same run.
"""

import os
import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy.sparse import csr_array, csr_matrix

from benchmarks.measure import FULL, Measure, seconds
from tuanke.insights.recommend.item_to_item import TOP, cosine

PURCHASES = {FULL: 10_000_000}
ITEMS = {FULL: 20_000}
CUSTOMERS_PER_PURCHASE = 0.1


def run(size: str) -> Iterator[Measure]:
    try:
        from implicit.nearest_neighbours import CosineRecommender
    except ImportError:
        print("item_to_item: implicit is not installed (pip install tuanke[peers])", file=sys.stderr)
        return
    bought = _purchases(PURCHASES.get(size, 1_000_000), ITEMS.get(size, 2_000))
    theirs = csr_matrix(bought, copy=False)
    peer = CosineRecommender(K=TOP, num_threads=os.cpu_count())
    # by turns, so that whatever else the machine does hits both
    ours, other = [], []
    for _ in range(3):
        ours.append(seconds(lambda: cosine(bought), times=1))
        other.append(seconds(lambda: peer.fit(theirs, show_progress=False), times=1))
    taken, against = min(ours), min(other)
    yield Measure("item_to_item", taken / against, "x", "<=", 1.0, "implicit, cosine", taken / against, size)
    yield Measure("item_to_item_seconds", taken, "s", "<=", 3.3, "implicit, cosine", taken / against, size)


def _purchases(purchases: int, items: int) -> "csr_array[Any, Any]":
    """Customers differ in activity (gamma), items in popularity (Zipf); equal pairs count once."""
    chance = np.random.default_rng(7)
    customers = int(purchases * CUSTOMERS_PER_PURCHASE)
    activity = chance.gamma(2.0, size=customers)
    customer = np.repeat(np.arange(customers), chance.multinomial(purchases, activity / activity.sum()))
    popularity = 1 / np.arange(1, items + 1)
    drawn = np.searchsorted(np.cumsum(popularity / popularity.sum()), chance.random(purchases))
    item = chance.permutation(items)[np.minimum(drawn, items - 1)]
    matrix = csr_array((np.ones(purchases, np.float32), (customer, item)), shape=(customers, items))
    matrix.data[:] = 1
    return matrix
