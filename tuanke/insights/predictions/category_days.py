"""The days on which customers ordered in categories, and what came after any of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tuanke.insights.clv.observations import Floats
from tuanke.insights.predictions.renewal import Pairs


@dataclass(frozen=True)
class Outcome:
    """What the pairs of a snapshot did in the days after it, in its order."""

    came: NDArray[np.bool_]
    wait_days: Floats  # until the first order, infinite without any


class CategoryDays:
    """Rows sorted by customer, category and day, each once; positions in `customer_ids` and `categories`."""

    def __init__(self, customer: ArrayLike, category: ArrayLike, day: ArrayLike) -> None:
        """Raises ValueError when the columns differ in length."""
        columns = [np.asarray(column) for column in (customer, category, day)]
        if len({column.shape for column in columns}) > 1 or columns[0].ndim != 1:
            raise ValueError(f"columns of different lengths: {[column.shape for column in columns]}")
        self.customer_ids, who = np.unique(columns[0], return_inverse=True)
        self.categories, what = np.unique(columns[1], return_inverse=True)
        days = columns[2].astype(np.int64)
        order = np.lexsort((days, what, who))
        who, what, days = who[order], what[order], days[order]
        new = np.append(True, (np.diff(who) != 0) | (np.diff(what) != 0) | (np.diff(days) != 0))[: days.size]
        self.customer, self.category, self.day = who[new], what[new], days[new]

    def known_days(self, day: int) -> int:
        """Days from the first order in the shop up to `day`; 0 before it."""
        return max(day - int(self.day.min()), 0) if self.day.size else 0

    def pairs(self, day: int) -> Pairs:
        """Everything known at the end of `day`, and nothing later."""
        return Pairs.known(self.customer, self.category, self.day, day)

    def recent(self, pairs: Pairs, days: int) -> Floats:
        """Order days of each pair in (pairs.day - days, pairs.day]."""
        lately = (self.day > pairs.day - days) & (self.day <= pairs.day)
        key = self.customer[lately] * self.categories.size + self.category[lately]
        asked = pairs.customer * self.categories.size + pairs.category  # ascending, and every key is there
        return np.bincount(np.searchsorted(asked, key), minlength=asked.size).astype(np.float64)

    def outcome(self, pairs: Pairs, days: int) -> Outcome:
        """What came in (pairs.day, pairs.day + days]."""
        later = (self.day > pairs.day) & (self.day <= pairs.day + days)
        key = self.customer[later] * self.categories.size + self.category[later]
        pair, first = np.unique(key, return_index=True)
        asked = pairs.customer * self.categories.size + pairs.category
        at = np.minimum(np.searchsorted(pair, asked), max(pair.size - 1, 0))
        came = pair[at] == asked if pair.size else np.zeros(asked.size, bool)
        wait = np.full(asked.size, np.inf)
        wait[came] = self.day[later][first][at[came]] - pairs.day
        return Outcome(came, wait)
