"""What is known of every buyer on one day, and what they did afterwards, as arrays."""

from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np
import pyarrow as pa

from tuanke.insights.clv.observations import DAYS_PER_WEEK, Customers, Floats, Integers
from tuanke.insights.numbers import number_of
from tuanke.insights.rfm import RECENT_DAYS


@dataclass(frozen=True)
class Outcome:
    """What the customers of a snapshot did in the days after it; arrays in the snapshot's order."""

    orders: Integers  # purchase days
    wait_days: Floats  # until the first of them, infinite without any
    money: Floats  # fen, net of refunds


@dataclass(frozen=True)
class Snapshot:
    """All buyers known on one day; by ascending `customer` where outcomes are looked up."""

    day: int
    customer: Integers
    times: Customers  # purchase days minus one; weeks from the first to the last one, and to `day`
    log_gaps: Floats
    money: Floats  # fen, net, lifetime
    recent: tuple[Floats, ...]  # purchase days within the last RECENT_DAYS

    @classmethod
    def of(cls, activity: pa.Table, as_of: date, money: str = "margin_fen") -> Self:
        """From the rows of `rfm.recency_frequency_money` for that day, in their order; all must have bought.

        `log_gaps` are not known there and 0: they choose a model, no prediction needs them.
        """
        day = number_of(as_of)
        opens, last = (activity[name].cast(pa.int32()).to_numpy() for name in ("first_on", "last_on"))
        count = activity["purchase_days"].to_numpy().astype(np.float64)
        return cls(
            day=day,
            customer=activity["customer_id"].to_numpy(),
            times=Customers(count - 1, (last - opens) / DAYS_PER_WEEK, (day - opens) / DAYS_PER_WEEK),
            log_gaps=np.zeros(count.size),
            money=activity[money].to_numpy().astype(np.float64),
            recent=tuple(
                activity[f"purchase_days_{back}d"].to_numpy().astype(np.float64) for back in RECENT_DAYS
            ),
        )

    @property
    def mean_money(self) -> Floats:
        """Fen per purchase day; who gave back more than was bought has 0."""
        return np.maximum(self.money, 0) / (self.times.frequency + 1)

    def part(self, of: slice) -> "Snapshot":
        """Some of the customers."""
        return Snapshot(
            day=self.day,
            customer=self.customer[of],
            times=Customers(*(column[of] for column in self.times)),
            log_gaps=self.log_gaps[of],
            money=self.money[of],
            recent=tuple(column[of] for column in self.recent),
        )
