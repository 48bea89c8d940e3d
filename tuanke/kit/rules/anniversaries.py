"""Days that come back every year as numbers, so that a rule may ask for those of the coming days at once."""

import calendar
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from tuanke.kit.lunar import LONGEST_LUNAR_MONTH, Anniversary, next_occurrence
from tuanke.kit.rules.windows import Span

LUNAR, LEAP = 10_000, 20_000  # added to month * 100 + day


def code_of(anniversary: Anniversary) -> int:
    """229 is 29 February, 10815 the fifteenth of the eighth lunar month, 20401 the first of a leap fourth one."""
    era = LEAP if anniversary.is_leap_month else LUNAR if anniversary.is_lunar else 0
    return era + anniversary.month * 100 + anniversary.day


def anniversary_of(code: int) -> Anniversary:
    """The inverse of `code_of`."""
    month, day = divmod(code % LUNAR, 100)
    return Anniversary(month, day, is_lunar=code >= LUNAR, is_leap_month=code >= LEAP)


@lru_cache(maxsize=64)
def anniversaries_in(span: Span, today: date) -> tuple[int, ...]:
    """Codes of all that are kept in the days from today on: 29 February on the 28th of a common year (domain G2)."""
    end = span.after(today)
    return tuple(code_of(one) for one in _every() if next_occurrence(one, today) < end)


@lru_cache(maxsize=64)
def solar_days_in(span: Span, today: date) -> tuple[int, ...]:
    """Those of the solar calendar: month * 100 + day."""
    return tuple(code for code in anniversaries_in(span, today) if code < LUNAR)


def _every() -> Iterator[Anniversary]:
    for month in range(1, 13):
        for day in range(1, calendar.monthrange(2000, month)[1] + 1):
            yield Anniversary(month, day)
        for day in range(1, LONGEST_LUNAR_MONTH + 1):
            yield Anniversary(month, day, is_lunar=True)
            yield Anniversary(month, day, is_lunar=True, is_leap_month=True)
