"""Days that come back every year, in the solar and the lunar calendar (domain G2, formats 6.1).

Rules: a leap month that the year lacks is its plain month; day 30 of a short month is day 29; 29 February is
28 February in a common year.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

FIRST_YEAR, LAST_YEAR = 1900, 2100  # what the lunar tables are trusted for
LONGEST_LUNAR_MONTH = 30


@dataclass(frozen=True)
class Anniversary:
    """`month` 1–12 and `day` 1–31, of lunar years if `is_lunar`; `is_leap_month` only then."""

    month: int
    day: int
    is_lunar: bool = False
    is_leap_month: bool = False

    def __post_init__(self) -> None:
        if self.is_lunar:
            if not (1 <= self.month <= 12 and 1 <= self.day <= LONGEST_LUNAR_MONTH):  # noqa: PLR2004
                raise ValueError("no day of the lunar calendar")
        elif self.is_leap_month:
            raise ValueError("the solar calendar has no leap month")
        else:
            date(2000, self.month, self.day)  # raises ValueError; a leap year, so that 29 February is a day


FESTIVALS: Mapping[str, Anniversary] = {
    "春节": Anniversary(1, 1, is_lunar=True),
    "元宵": Anniversary(1, 15, is_lunar=True),
    "端午": Anniversary(5, 5, is_lunar=True),
    "七夕": Anniversary(7, 7, is_lunar=True),
    "中秋": Anniversary(8, 15, is_lunar=True),
    "重阳": Anniversary(9, 9, is_lunar=True),
    "腊八": Anniversary(12, 8, is_lunar=True),
}
ORDERED_FOR = ("春节", "端午", "中秋")  # the festivals of presents


def next_occurrence(anniversary: Anniversary, on_or_after: date) -> date:
    """The first time it comes back, `on_or_after` itself included. Raises ValueError outside 1900–2100."""
    return next(day for day in _occurrences(anniversary, on_or_after.year) if day >= on_or_after)


def occurrence_in(anniversary: Anniversary, year: int) -> date:
    """The day in a year of its own calendar: lunar years run from spring festival to spring festival."""
    if not anniversary.is_lunar:
        return _solar(year, anniversary.month, anniversary.day)
    return _lunar(year, anniversary.month, anniversary.day, is_leap=anniversary.is_leap_month)


def _occurrences(anniversary: Anniversary, year: int) -> Iterator[date]:
    """In order, beginning early enough: a lunar year ends in the solar year after it."""
    for candidate in (year - 1, year, year + 1, year + 2):
        yield occurrence_in(anniversary, candidate)


def _solar(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:  # 29 February
        return date(year, month, day - 1)


def _lunar(year: int, month: int, day: int, *, is_leap: bool) -> date:
    starts = _months(year)
    start, length = starts.get(-month if is_leap else month) or starts[month]
    return date.fromordinal(start.toordinal() + min(day, length) - 1)


@lru_cache(maxsize=256)
def _months(year: int) -> dict[int, tuple[date, int]]:
    """Month of the lunar year, negative for a leap month → (its first day, its length)."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"no lunar year {year}")
    from lunar_python import LunarYear, Solar  # its tables take a moment

    months = {}
    for month in LunarYear.fromYear(year).getMonthsInYear():
        first = Solar.fromJulianDay(month.getFirstJulianDay())
        months[month.getMonth()] = (
            date(first.getYear(), first.getMonth(), first.getDay()),
            month.getDayCount(),
        )
    return months
