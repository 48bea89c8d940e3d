"""What each customer's own baskets say about an item: how often, how long ago, how steadily."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from tuanke.insights.recommend.baskets import Baskets, Real, Whole

# A basket counts four fifths of the one after it (analytics §2.3).
DECAY = 0.8
# UP-CF@r looks at the last ten baskets (Faggioli et al. 2020; r = 10).
RECENT = 10


@dataclass(frozen=True)
class Personal:
    """One entry per customer and item ever bought, ordered by customer, then item; see `personal`."""

    customer: Whole
    item: Whole
    count: Real  # baskets with the item
    ago: Real  # baskets since the last with it; 0: it was in the last one
    decayed: Real  # each basket with it counts DECAY ** baskets since
    recent: Real  # share of the last RECENT baskets with it
    shape: tuple[int, int]

    def matrix(self, values: Real) -> csr_array:
        """One column of this record as customers x items, float32."""
        starts = np.searchsorted(self.customer, np.arange(self.shape[0] + 1))
        return csr_array((values.astype(np.float32), self.item, starts), shape=self.shape)


def personal(baskets: Baskets) -> Personal:
    order = np.lexsort((baskets.item, baskets.customer))
    customer, item = baskets.customer[order], baskets.item[order]
    ago = (baskets.sizes[customer] - 1 - baskets.basket[order]).astype(float)
    first = np.ones(len(order), bool)
    first[1:] = (customer[1:] != customer[:-1]) | (item[1:] != item[:-1])
    starts = np.flatnonzero(first)
    customer, item = customer[starts], item[starts]
    # of nothing, reduceat would ask for a first element
    total = np.add.reduceat if len(starts) else lambda values, _: values
    least = np.minimum.reduceat if len(starts) else lambda values, _: values
    window = np.minimum(baskets.sizes[customer], RECENT)
    return Personal(
        customer=customer,
        item=item,
        count=total(np.ones(len(order)), starts),
        ago=least(ago, starts),
        decayed=total(DECAY**ago, starts),
        recent=total((ago < RECENT).astype(float), starts) / window,
        shape=baskets.shape,
    )
