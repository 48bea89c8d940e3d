"""The days a report is about, and the earlier days it is compared with."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tuanke.kit.rules.windows import AsOf, Between, Ever, Last, Lunar, Span, bounds

DAY = timedelta(days=1)
UNITS = ("week", "month", "quarter", "year")
COMPARISONS = ("before", "last_year")


@dataclass(frozen=True)
class Calendar:
    """The running week, month, quarter or year, or the `back`-th before it."""

    unit: str
    back: int = 0


Period = Ever | Last | Between | Lunar | Calendar


@dataclass(frozen=True)
class Days:
    """[first, end); None: from the beginning."""

    first: date | None
    end: date


def start_of(day: date, unit: str) -> date:
    """The first day of the week (a Monday), month, quarter or year the day is in."""
    if unit == "day":
        return day
    if unit == "week":
        return day - timedelta(days=day.weekday())
    if unit == "month":
        return day.replace(day=1)
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1) if unit == "quarter" else date(day.year, 1, 1)


def span_of(unit: str, n: int = 1) -> Span:
    return Span(3 * n, "month") if unit == "quarter" else Span(n, unit)


def days_of(period: Period, as_of: date) -> Days:
    """On the business day `as_of`; what is later never counts."""
    if isinstance(period, Calendar):
        first = start_of(as_of, period.unit)
        if period.back:
            first = span_of(period.unit, period.back).before(first)
        return Days(first, min(span_of(period.unit).after(first), as_of + DAY))
    asked = bounds(period, AsOf(datetime.combine(as_of, time(12), UTC), ZoneInfo("UTC")))
    return Days(asked.start.date() if asked.start else None, asked.end.date())


def earlier_days(period: Period, compared: str, as_of: date) -> Days | None:
    """As many days before, or the same a year ago; a running month is compared with as much of the one before."""
    now = days_of(period, as_of)
    if not compared or now.first is None or now.end <= now.first:
        return None
    if compared == "last_year":
        year = Span(1, "year")
        return Days(year.before(now.first), year.before(now.end))
    if isinstance(period, Calendar):
        unit = span_of(period.unit)
        return Days(unit.before(now.first), min(unit.before(now.end), now.first))
    if isinstance(period, Last):
        return Days(period.span.before(now.first - DAY) + DAY, now.first)
    return Days(now.first - (now.end - now.first), now.first)
