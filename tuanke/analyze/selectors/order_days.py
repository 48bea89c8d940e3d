"""What the models of repeat orders see of every customer on one day."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tuanke.analyze.selectors.shop import Shop
from tuanke.insights.numbers import day_number, number_of
from tuanke.insights.purchases import purchase_days

Floats = NDArray[np.float64]

DAYS = 7


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
    """Everybody with an order up to `day` (Fader, Hardie & Lee 2005: an order day is one purchase)."""
    days = purchase_days(shop.lines, day)
    bought = days.filter(days.orders > 0)
    number = day_number(bought.day)
    each = bought.group_by("customer_id").aggregate(
        frequency=bought.count() - 1, first=number.min(), last=number.max()
    )
    table = shop.table(each.order_by("customer_id"))
    customers, frequency, first, last = (table[name].to_numpy() for name in table.column_names)
    return Known(
        customers.astype(np.int64),
        frequency.astype(np.float64),
        (last - first) / DAYS,
        (number_of(day) - first) / DAYS,
    )
