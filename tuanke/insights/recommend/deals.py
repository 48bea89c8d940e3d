"""Which group deals to show to whom: what succeeds now, and a little of what the customer's own groups say.

With two or three groups per customer the deals that lately succeeded are the hard thing to beat, and failed
groups would poison that popularity; so only successes count, and personal evidence is shrunk hard
(analytics §2.5).
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.sparse import csr_array, diags_array

from tuanke.insights.recommend.baskets import Real, Whole
from tuanke.insights.recommend.ranked import Ranked, first_of_each, in_blocks, joined, same_for_all
from tuanke.insights.recommend.sparse import best, product

# P(j | i) = customers of both / (customers of i + SHRINK).
SHRINK = 100.0
# What one item of the customer's own adds, against a share of all recent successes. Chosen on the tuning groups of
# the Beibei data alone, one half held to the other.
PERSONAL = 0.03


@dataclass(frozen=True)
class Groups:
    """Groups by position of initiator and item; who joined which group by position of member and group."""

    initiator: Whole
    item: Whole
    succeeded: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
    member: Whole
    joined: Whole


@dataclass(frozen=True)
class Deals:
    """Customers and items by position. `popularity` is each item's share of the recent successes."""

    popularity: Real
    interest: csr_array  # customers x items: initiated, also in vain, or joined
    initiated: csr_array
    follows: csr_array  # items x items: P(column | row)

    @classmethod
    def fit(cls, groups: Groups, customers: int, items: int) -> Self:
        """From the groups of the recent past: what came earlier is no longer on offer."""
        successes = np.bincount(groups.item[groups.succeeded], minlength=items)
        initiated = _ones(groups.initiator, groups.item, (customers, items))
        interest = _ones(
            np.concatenate([groups.initiator, groups.member]),
            np.concatenate([groups.item, groups.item[groups.joined]]),
            (customers, items),
        )
        both = (interest.T @ interest).tocsr()
        both.setdiag(0)
        both.eliminate_zeros()
        per_item = 1 / (interest.sum(axis=0) + SHRINK)
        follows = (diags_array(per_item) @ both).tocsr().astype(np.float32)
        return cls(successes / max(successes.sum(), 1), interest, initiated, follows)

    def rank(self, customers: Whole, n: int = 10) -> Ranked:
        """The n best deals for each customer, none that they initiated themselves."""
        everybody = best(self.popularity, n + int(np.diff(self.initiated.indptr).max(initial=0)))

        def work(some: Whole) -> Ranked:
            scores = PERSONAL * product(self.interest[some], self.follows)
            there = scores > 0
            there[:, everybody] = True
            there &= self.initiated[some].toarray() == 0
            scores += self.popularity.astype(np.float32)
            there &= scores > 0
            row, item = np.divmod(np.flatnonzero(there), max(there.shape[1], 1))
            return first_of_each(row, item, scores[row, item], len(some), n)

        return joined(in_blocks(work, customers, len(self.popularity)), n)

    def popular(self, customers: Whole, n: int = 10) -> Ranked:
        """The same list for everybody: for new customers, and what `rank` has to beat."""
        return same_for_all(self.popularity, len(customers), n)


def _ones(customer: Whole, item: Whole, shape: tuple[int, int]) -> csr_array:
    matrix = csr_array((np.ones(len(customer), np.float32), (customer, item)), shape=shape)
    matrix.data[:] = 1
    return matrix
