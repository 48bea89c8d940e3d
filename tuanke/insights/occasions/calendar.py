"""The days of the shop's occasions, told by the caller: this package knows no calendar of its own."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self

import numpy as np

from tuanke.insights.clv.observations import Integers
from tuanke.insights.numbers import number_of

# Who buys for an occasion does so in the weeks before it (domain J1-2); its own day is too late.
LEAD_DAYS = 45


@dataclass(frozen=True)
class Calendar:
    """Per name the day numbers of one occasion, ascending; they lie further apart than LEAD_DAYS."""

    names: tuple[str, ...]
    days: tuple[Integers, ...]

    @classmethod
    def of(cls, occasions: Iterable[tuple[str, date]]) -> Self:
        """From (name, day) for every year, any order.

        Raises ValueError without any, and naming one that comes back within its own lead window.
        """
        found: dict[str, set[int]] = defaultdict(set)
        for name, day in occasions:
            found[name].add(number_of(day))
        if not found:
            raise ValueError("no occasion")
        days = tuple(np.array(sorted(numbers), np.int64) for numbers in found.values())
        for name, numbers in zip(found, days, strict=True):
            if np.any(np.diff(numbers) <= LEAD_DAYS):
                raise ValueError(f"occasion {name!r} comes back within {LEAD_DAYS} days")
        return cls(tuple(found), days)
