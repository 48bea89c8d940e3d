"""How well a list would have foretold what customers then bought, beside the same list for everybody."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tuanke.insights.recommend.baskets import Baskets, Real, Whole
from tuanke.insights.recommend.ranked import Ranked

Rank = Callable[[Whole, int], Ranked]


@dataclass(frozen=True)
class Backtest:
    """Mean recall at n over `customers`: of what each then bought, the share that was on the list.

    `recall` and `popularity` (of the most popular items for everybody) are None without customers.
    """

    n: int
    customers: int
    recall: float | None
    popularity: float | None

    @property
    def beats_popularity(self) -> bool:
        """Where it does not, the page says so (A9-07)."""
        return self.recall is not None and self.popularity is not None and self.recall > self.popularity


def backtest(after: Baskets, recommend: Rank, popular: Rank, n: int = 10) -> Backtest:
    """Two ways to make lists from what came before `after` (see `Baskets.split_last`), held to it.

    Every customer with an entry in `after` counts once (Li et al. 2023, "A Next Basket Recommendation
    Reality Check").
    """
    customers = np.unique(after.customer)
    if not len(customers):
        return Backtest(n, 0, None, None)
    lists = recommend(customers, n), popular(customers, n)
    ours, everybody = (float(recalls(each.item, customers, after).mean()) for each in lists)
    return Backtest(n, len(customers), ours, everybody)


def recalls(items: Whole, customers: Whole, after: Baskets) -> Real:
    """For each customer the share of their entries in `after` that are among their row of `items`."""
    wanted = after.customer * after.shape[1] + after.item
    listed = np.isin(customers[:, None] * after.shape[1] + items, wanted) & (items >= 0)
    wanted_by = np.bincount(after.customer, minlength=after.shape[0])[customers]
    return np.asarray(listed.sum(axis=1) / wanted_by, float)
