"""A shop's purchase days as arrays, and what was known and what came on any day of its past."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanke.insights.clv.observations import DAYS_PER_WEEK, Customers, Floats, Integers
from tuanke.insights.predictions.snapshot import Outcome, Snapshot
from tuanke.insights.rfm import RECENT_DAYS


class History:
    """The rows of `purchase_days` of one shop as arrays, for snapshots of any day."""

    def __init__(self, customer: ArrayLike, day: ArrayLike, bought: ArrayLike, money: ArrayLike) -> None:
        """One row per customer and day, any order; `day` is a day number, `money` fen (revenue or margin).

        A day that is not `bought` has refunds only. Raises ValueError when the columns differ in length and
        for two rows of one customer and day.
        """
        columns = [np.asarray(column) for column in (customer, day, bought, money)]
        if len({column.shape for column in columns}) > 1 or columns[0].ndim != 1:
            raise ValueError(f"columns of different lengths: {[column.shape for column in columns]}")
        order = np.lexsort((columns[1], columns[0]))
        ids, days, sold, money_ = (column[order] for column in columns)
        again = (np.diff(ids) == 0) & (np.diff(days) == 0)
        if np.any(again):
            at = int(np.flatnonzero(again)[0])
            raise ValueError(f"customer {ids[at]} has two rows for day {days[at]}")
        sold = sold.astype(bool)
        self.money_customer, self.money_day, self.money = ids, days, money_.astype(np.float64)
        self.customer, self.day = ids[sold], days[sold]

    def known_days(self, day: int) -> int:
        """Days from the first purchase in the shop up to `day`; 0 before it."""
        return max(day - int(self.day.min()), 0) if self.day.size else 0

    def snapshot(self, day: int) -> Snapshot:
        """Everything about every buyer up to the end of `day`, and nothing later."""
        known = self.day <= day
        ids, days = self.customer[known], self.day[known]
        customer, first, count = np.unique(ids, return_index=True, return_counts=True)
        opens, lasts = days[first], days[first + count - 1]
        gaps = np.diff(days, prepend=days[:1]) / DAYS_PER_WEEK
        gaps[first] = 1.0
        logs = np.concatenate(([0.0], np.cumsum(np.log(gaps))))
        return Snapshot(
            day=day,
            customer=customer,
            times=Customers(
                (count - 1).astype(np.float64), (lasts - opens) / DAYS_PER_WEEK, (day - opens) / DAYS_PER_WEEK
            ),
            log_gaps=logs[first + count] - logs[first],
            money=self._money(customer, self.money_day <= day),
            recent=tuple(self._within(customer, day - back, day) for back in RECENT_DAYS),
        )

    def outcome(self, snapshot: Snapshot, days: int) -> Outcome:
        """What came in (snapshot.day, snapshot.day + days]."""
        start, end = snapshot.day, snapshot.day + days
        later = (self.day > start) & (self.day <= end)
        ids, first = np.unique(self.customer[later], return_index=True)
        at, seen = _positions(snapshot.customer, ids)
        wait = np.full(snapshot.customer.size, np.inf)
        wait[at] = self.day[later][first][seen] - start
        return Outcome(
            orders=self._within(snapshot.customer, start, end).astype(np.int64),
            wait_days=wait,
            money=self._money(snapshot.customer, (self.money_day > start) & (self.money_day <= end)),
        )

    def past_money(self, snapshot: Snapshot, days: int) -> Floats:
        """What the customers of a snapshot brought in the days up to it, in fen, net."""
        end = snapshot.day
        return self._money(snapshot.customer, (self.money_day > end - days) & (self.money_day <= end))

    def _money(self, customer: Integers, when: NDArray[np.bool_]) -> Floats:
        """What the rows of those days bring to each customer, in fen."""
        at, seen = _positions(customer, self.money_customer[when])
        return np.bincount(at, self.money[when][seen], customer.size).astype(np.float64)

    def _within(self, customer: Integers, start: int, end: int) -> Floats:
        """Purchase days of each customer in (start, end]."""
        at, _ = _positions(customer, self.customer[(self.day > start) & (self.day <= end)])
        return np.bincount(at, minlength=customer.size).astype(np.float64)


def _positions(customer: Integers, ids: Integers) -> tuple[Integers, Integers]:
    """Where in `customer` each of `ids` stands, and which of them stand there at all."""
    at = np.searchsorted(customer, ids)
    seen = np.flatnonzero(customer[np.minimum(at, customer.size - 1)] == ids) if customer.size else at[:0]
    return at[seen], seen
