"""What the models of repeat orders see of every customer on one day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tuanke.analyze.selectors.shop import Shop
from tuanke.insights.clv.sufficient import summaries

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Known:
    """What the models see on one day: customer numbers, purchase days minus one, and weeks."""

    customers: NDArray[np.int64]
    frequency: Floats
    recency: Floats
    age: Floats

    @property
    def triple(self) -> tuple[Floats, Floats, Floats]:
        return self.frequency, self.recency, self.age


def known_on(shop: Shop, day: date) -> Known:
    """Everybody with an order up to `day`, by customer number (Fader, Hardie & Lee 2005)."""
    table = shop.table(summaries(shop.lines, day).order_by("customer_id"))
    return Known(
        table["customer_id"].to_numpy(),
        *(table[name].cast("float64").to_numpy() for name in ("frequency", "recency", "age")),
    )
