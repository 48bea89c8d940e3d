"""Who bought this also bought: for every item the items most often bought by the same customers."""

import itertools
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tuanke.insights.recommend.sparse import Dense, best, stacked

TOP = 100
# Without it two items bought once by the same customer are a perfect match (domain J4).
SHRINK = 10.0
# What one block of items holds at once: counts (items x all items) and purchases to count. Small enough for
# the processor's cache, large enough that Python's share of the time is small.
CELLS = 1 << 19
PAIRS = 300_000


@dataclass(frozen=True)
class Neighbours:
    """Items x k, the best first: positions of neighbours (-1 where there are fewer), scores, shared customers."""

    item: NDArray[np.int64]
    score: Dense
    customers: NDArray[np.int64]

    def matrix(self) -> csr_array:
        """Items x items: in row i the scores of its neighbours."""
        there = self.item >= 0
        starts = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
        n = len(self.item)
        return csr_array((self.score[there], self.item[there], starts), shape=(n, n))


def cosine(purchases: csr_array, top: int = TOP, shrink: float = SHRINK) -> Neighbours:
    """Each item's `top` neighbours, from customers x items holding float32 ones.

    c_ij / (√(c_i c_j) + shrink) over the customers who bought i, j, both (domain J4; Sarwar et al. 2001).
    Time grows with the sum over customers of their items squared; memory does not.
    """
    counting = _Counting(purchases)
    n = purchases.shape[1]
    shape = n, min(top, n)
    found = Neighbours(np.full(shape, -1, np.int64), np.zeros(shape, np.float32), np.zeros(shape, np.int64))

    def fill(block: tuple[int, int]) -> None:
        start, stop = block
        counts = counting.together(start, stop)
        at = np.flatnonzero(counts > 0)  # of booleans it is many times faster
        row, item = np.divmod(at, n)
        shared = counts.ravel()[at]
        score = shared / (counting.roots[start + row] * counting.roots[item] + np.float32(shrink))
        ends = np.searchsorted(row, np.arange(stop - start + 1))
        for k in range(stop - start):
            mine = slice(ends[k], ends[k + 1])
            first = best(score[mine], top)
            found.item[start + k, : len(first)] = item[mine][first]
            found.score[start + k, : len(first)] = score[mine][first]
            found.customers[start + k, : len(first)] = shared[mine][first]

    with ThreadPoolExecutor(os.cpu_count()) as threads:
        list(threads.map(fill, counting.blocks()))
    return found


class _Counting:
    """How many customers bought both, for blocks of items."""

    def __init__(self, purchases: csr_array) -> None:
        self.purchases = purchases
        self.buyers = purchases.T.tocsr()
        self.roots = np.sqrt(np.diff(self.buyers.indptr)).astype(np.float32)

    def blocks(self) -> list[tuple[int, int]]:
        """From, to: neighbouring items that together stay near PAIRS purchases and below CELLS counts."""
        n = self.purchases.shape[1]
        if not n:
            return []
        work = np.cumsum(self.buyers @ np.diff(self.purchases.indptr))
        by_work = np.searchsorted(work, np.arange(PAIRS, work[-1], PAIRS))
        bounds = np.unique(np.concatenate([[0, n], by_work, np.arange(0, n, max(1, CELLS // n))]))
        return [(int(start), int(stop)) for start, stop in itertools.pairwise(bounds)]

    def together(self, start: int, stop: int) -> Dense:
        """Items of the block x all items, dense.

        Everything the buyers of an item bought, laid in one row with its repetitions, sums to the counts.
        """
        counts: Dense = stacked(self.buyers[start:stop], self.purchases).toarray()
        counts[np.arange(stop - start), np.arange(start, stop)] = 0
        return counts
