"""What became of the rows of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Account:
    """Every data row is counted, excluded or rejected.

    `revenue` is the sum of the counted amounts, `refunded` what a column of refunds says besides (both in the
    main unit, exact). `last_on` is the business day of the last valid row, excluded ones included. `reasons`:
    code of a rejection → rows. `keys` are those the file has a column for.
    """

    counted: int
    excluded: int
    rejected: int
    revenue: Decimal
    refunded: Decimal
    last_on: date | None
    reasons: Mapping[str, int]
    keys: frozenset[str]
    preset: str

    @property
    def rows(self) -> int:
        return self.counted + self.excluded + self.rejected
