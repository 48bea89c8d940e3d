"""Customers who buy alike: UP-CF@r, user-wise popularity with collaborative filtering.

Faggioli, Polato & Aiolli 2020, "Recency Aware Collaborative Filtering for Next Basket Recommendation".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tuanke.insights.recommend.baskets import Real
from tuanke.insights.recommend.personal import Personal
from tuanke.insights.recommend.sparse import Dense, at_least_nth, product

# The published setting for this data: asymmetry alpha, locality q.
ALPHA = 0.25
LOCALITY = 5
# Similarity to the fifth power leaves nothing of customers beyond these.
ALIKE = 200
# Against so many customers, spread evenly, everybody is compared; the work grows with customers x this.
POOL = 20_000


@dataclass(frozen=True)
class Tastes:
    """Shares of the last baskets by customer and item, of everybody and of those compared with."""

    shares: csr_array
    pool: csr_array
    by_item: csr_array  # the pool transposed
    own_norms: Real
    pool_norms: Real

    @classmethod
    def of(cls, known: Personal) -> "Tastes":
        shares = known.matrix(known.recent)
        active = np.flatnonzero(np.diff(shares.indptr))
        spread = active[np.linspace(0, max(len(active) - 1, 0), min(len(active), POOL)).astype(int)]
        squares = shares.power(2).sum(axis=1)
        norms = np.where(squares > 0, squares, 1.0)
        pool = shares[spread]
        return cls(shares, pool, pool.T.tocsr(), norms**ALPHA, norms[spread] ** (1 - ALPHA))

    def scores(self, customers: NDArray[np.int64]) -> Dense:
        """Customers x items, dense: what customers alike bought lately, the closest counting most.

        The sum over customers v of w(u, v) ** q times v's share of the item, w the asymmetric cosine of shares.
        """
        likeness = product(self.shares[customers], self.by_item)
        likeness /= self.own_norms[customers, None].astype(np.float32)
        likeness /= self.pool_norms[None, :].astype(np.float32)
        at = at_least_nth(likeness, ALIKE)
        row, other = np.divmod(at, likeness.shape[1])
        starts = np.searchsorted(row, np.arange(len(customers) + 1))
        closest = csr_array((likeness.ravel()[at] ** LOCALITY, other, starts), shape=likeness.shape)
        return product(closest, self.pool)
