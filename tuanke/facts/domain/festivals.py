"""The festivals a Chinese shop sells for, which the moon moves by weeks from year to year."""

from datetime import date, timedelta

from tuanke.insights.festival_weeks import FestivalWeeks
from tuanke.insights.occasions.calendar import Calendar
from tuanke.kit.lunar import FESTIVALS, FIRST_YEAR, LAST_YEAR, ORDERED_FOR, occurrence_in

YEARS_BACK, YEARS_AHEAD = 6, 2


def festival_weeks(as_of: date) -> FestivalWeeks | None:
    """Beside series whose last week is the last complete one on `as_of`; None outside the lunar tables."""
    years = range(as_of.year - YEARS_BACK, as_of.year + YEARS_AHEAD + 1)
    if years[0] < FIRST_YEAR or years[-1] > LAST_YEAR:
        return None
    days = [(name, occurrence_in(FESTIVALS[name], year)) for name in ORDERED_FOR for year in years]
    tomorrow = as_of + timedelta(days=1)
    return FestivalWeeks(Calendar.of(days), tomorrow - timedelta(days=tomorrow.weekday() + 7))
