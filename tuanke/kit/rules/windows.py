"""Windows of time, and the half-open bounds [start, end) they have on the day a rule is asked.

Calendar windows end with the day they are asked on; months clamp (31 March − 1 month = 28 February); a
window by hours is exact. What is dated after the day asked never counts.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tuanke.kit.lunar import FESTIVALS, occurrence_in

UNITS: Mapping[str, float] = {"day": 1, "week": 7, "month": 30.44, "year": 365.25}  # days, for the limit only


@dataclass(frozen=True)
class Span:
    n: int
    unit: str

    def before(self, day: date) -> date:
        return _shift(day, -self.n, self.unit)

    def after(self, day: date) -> date:
        return _shift(day, self.n, self.unit)


@dataclass(frozen=True)
class Ever:
    pass


@dataclass(frozen=True)
class Last:
    """Calendar days that end with today; `before` turns it into all that was before them."""

    span: Span
    before: bool = False


@dataclass(frozen=True)
class RollingHours:
    hours: int


@dataclass(frozen=True)
class Between:
    """From the first day on, up to but without the last."""

    start: date
    end: date


@dataclass(frozen=True)
class Lunar:
    """Days around a festival, [first, last) counted from it, of this or last year."""

    festival: str
    first: int
    last: int
    year: str


Window = Ever | Last | RollingHours | Between | Lunar
EVER = Ever()


@dataclass(frozen=True)
class AsOf:
    """The moment a rule is asked at, and the shop's zone."""

    at: datetime
    zone: ZoneInfo

    @property
    def day(self) -> date:
        return self.at.astimezone(self.zone).date()

    def midnight(self, day: date) -> datetime:
        """The moment the business day begins."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    @property
    def tomorrow(self) -> datetime:
        return self.midnight(self.day + timedelta(days=1))


@dataclass(frozen=True)
class Bounds:
    """[start, end); None: from the beginning."""

    start: datetime | None
    end: datetime

    def hold(self, moment: datetime) -> bool:
        return (self.start is None or self.start <= moment) and moment < self.end


def bounds(window: Window, as_of: AsOf) -> Bounds:
    if isinstance(window, RollingHours):
        return Bounds(as_of.at - timedelta(hours=window.hours), as_of.at)
    first, end = _days(window, as_of.day)
    start = None if first is None else as_of.midnight(first)
    latest = as_of.tomorrow
    return Bounds(start, latest if end is None else min(latest, as_of.midnight(end)))


def _days(window: Window, today: date) -> tuple[date | None, date | None]:
    if isinstance(window, Last):
        first = window.span.before(today) + timedelta(days=1)
        return (None, first) if window.before else (first, None)
    if isinstance(window, Between):
        return window.start, window.end
    if isinstance(window, Lunar):
        festival = occurrence_in(FESTIVALS[window.festival], today.year - (window.year == "last"))
        return festival + timedelta(days=window.first), festival + timedelta(days=window.last)
    return None, None


def days_of(op: str, span: Span, today: date) -> tuple[date, date]:
    """[first, end) of the days for which `in_last` or `in_next` holds today."""
    if op == "in_last":
        return span.before(today) + timedelta(days=1), today + timedelta(days=1)
    return today, span.after(today)


def _shift(day: date, n: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return day + timedelta(days=n * (7 if unit == "week" else 1))
    months = day.year * 12 + day.month - 1 + n * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
