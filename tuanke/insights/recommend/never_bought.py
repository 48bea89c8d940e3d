"""What a customer never bought and may like: 您可能需要, judged apart from what they buy again.

EASE, an item-item regression in closed form (Steck 2019), for catalogues it can invert; plain cosine above.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tuanke.insights.recommend import reasons
from tuanke.insights.recommend.backtest import Backtest
from tuanke.insights.recommend.backtest import backtest as held_to
from tuanke.insights.recommend.baskets import Baskets, Whole
from tuanke.insights.recommend.item_to_item import Neighbours, cosine
from tuanke.insights.recommend.ranked import Ranked, first_of_each, in_blocks, joined
from tuanke.insights.recommend.sparse import Dense, product

# Inverting 5,000 x 5,000 takes seconds, 20,000 x 20,000 minutes and 5 GB (analytics §3.3).
INVERTIBLE_ITEMS = 5_000
RIDGE = 200.0  # the published lambda for this data


@dataclass(frozen=True)
class NeverBought:
    """`weights` (items x items, of EASE) is None where the catalogue is too large for it."""

    baskets: Baskets
    neighbours: Neighbours
    weights: Dense | None

    def rank(self, customers: Whole, n: int = 10) -> Ranked:
        """The n best items that each customer never bought, by position."""
        similar = self.neighbours.matrix().T.tocsr() if self.weights is None else None

        def work(some: Whole) -> Ranked:
            bought = self.baskets.purchases[some]
            scores = bought @ self.weights if similar is None else product(bought, similar)
            return _new(self.baskets, some, scores, n)

        return joined(in_blocks(work, customers, self.baskets.shape[1]), n)

    def recommend(self, customer_ids: Whole, n: int = 10) -> pa.Table:
        """The lists of these customers in the shape `reasons.SCHEMA`; the popular items for unknown ones."""
        return reasons.lists(self.baskets, self.neighbours, customer_ids, self.rank, n)


def fit(baskets: Baskets) -> NeverBought:
    small = baskets.shape[1] <= INVERTIBLE_ITEMS
    return NeverBought(baskets, cosine(baskets.purchases), _ease(baskets) if small else None)


def backtest(baskets: Baskets, n: int = 10) -> Backtest:
    """The lists one basket ago, held to what of the last baskets was new to the customer.

    The baseline too leaves out what a customer already had.
    """
    before, last = baskets.split_last()
    had = before.customer * before.shape[1] + before.item
    new = last.where(~np.isin(last.customer * last.shape[1] + last.item, had))
    buyers = before.purchases.sum(axis=0)

    def popular(some: Whole, n: int) -> Ranked:
        return joined(in_blocks(lambda block: _new(before, block, buyers, n), some, before.shape[1]), n)

    return held_to(new, fit(before).rank, popular, n)


def _new(baskets: Baskets, customers: Whole, scores: Dense, n: int) -> Ranked:
    """The n best by `scores` (one row for each customer, or one for all) that a customer never bought."""
    bought = baskets.purchases[customers].toarray()
    scores = np.broadcast_to(scores, bought.shape)
    row, item = np.nonzero((scores > 0) & (bought == 0))
    return first_of_each(row, item, scores[row, item], len(customers), n)


def _ease(baskets: Baskets) -> Dense:
    """B = I - P / diag(P) with P = (X'X + λI)⁻¹, zero on the diagonal: the weights that foretell X from X."""
    bought = baskets.purchases
    together = (bought.T @ bought).toarray().astype(float)
    precision = np.linalg.inv(together + RIDGE * np.eye(len(together)))
    weights = -precision / np.diag(precision)
    np.fill_diagonal(weights, 0)
    return np.asarray(weights, np.float32)
