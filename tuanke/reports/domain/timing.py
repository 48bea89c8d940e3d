"""When a scheduled report is due: at an hour of the shop's clock, every day, week or month."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, WEEK, MONTH = "day", "week", "month"


def next_due(every: str, on_day: int, hour: int, *, after: datetime, zone: ZoneInfo) -> datetime:
    """The first moment later than `after`. `on_day`: of the week (1 Monday to 7), or of the month (1-28)."""
    day = after.astimezone(zone).date()
    while True:
        due = datetime.combine(day, time(hour), zone).astimezone(UTC)
        if due > after and _is_on(day, every, on_day):
            return due
        day += timedelta(days=1)


def _is_on(day: date, every: str, on_day: int) -> bool:
    if every == WEEK:
        return day.isoweekday() == on_day
    return every != MONTH or day.day == on_day
