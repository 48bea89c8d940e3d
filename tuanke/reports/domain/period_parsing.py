"""Periods as JSON: the windows of rules that are made of whole days and have a beginning, and the calendar's."""

from typing import Any

from tuanke.kit.rules import RuleError
from tuanke.kit.rules.events_parsing import read_window
from tuanke.kit.rules.values import whole
from tuanke.kit.rules.windows import Last, RollingHours
from tuanke.kit.rules.writing import window_to_json
from tuanke.reports.domain.periods import UNITS, Calendar, Period

MOST_BACK = 120


def read_period(data: object, pointer: str) -> Period:
    """{"calendar": "month", "back": 1}, or a window. Raises RuleError."""
    if isinstance(data, dict) and "calendar" in data:
        if set(data) - {"calendar", "back"}:
            raise RuleError(pointer, "unknown_key")
        if data["calendar"] not in UNITS:
            raise RuleError(f"{pointer}/calendar", "unknown_unit")
        return Calendar(data["calendar"], whole(data.get("back", 0), f"{pointer}/back", most=MOST_BACK))
    window = read_window(data, pointer)
    if isinstance(window, RollingHours) or (isinstance(window, Last) and window.before):
        raise RuleError(pointer, "not_whole_days")
    return window


def period_to_json(period: Period) -> Any:
    if isinstance(period, Calendar):
        return {"calendar": period.unit, "back": period.back}
    return window_to_json(period)
