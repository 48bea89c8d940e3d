"""The rarer ways to write a moment, one text at a time."""

import re
from datetime import UTC, datetime, timedelta, timezone

from tuanke.kit.files.date_parts import FIRST_YEAR, LAST_YEAR

LONGEST = 100
NOON = 12

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DATES = (
    r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?",
    r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})",
    rf"{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})",
    rf"(?P<d>\d{{1,2}})[\s-]+{_MONTH}[\s-]+(?P<y>\d{{4}})",
    r"(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<y>\d{4})",
)
_WEEKDAY = r"(?:\s*\(?(?:星期|周)[一二三四五六日天]\)?)?"
_HALF_BEFORE = r"(?:(?P<half>上午|下午|am|pm)\s*)?"
_HALF_AFTER = r"(?:\s*(?P<half_after>am|pm))?"
_CLOCK = (
    rf"(?:[\sT,]*{_HALF_BEFORE}(?P<H>\d{{1,2}})[:时点](?P<M>\d{{1,2}})分?"
    rf"(?::?(?P<S>\d{{1,2}})(?:\.\d{{1,9}})?秒?)?{_HALF_AFTER})?"
)
_COMPACT_CLOCK = r"(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?"
_OFFSET = r"(?:\s*(?P<offset>z|utc|gmt|[+-]\d{2}:?\d{2}))?"
_RANGE_END = r"(?:\s*(?:-|~|至|到|—|–|to)\s*\d.*)?"  # a delivery window: its start counts

_FORMS = [re.compile(date + _WEEKDAY + _CLOCK + _OFFSET + _RANGE_END, re.IGNORECASE) for date in _DATES[:4]]
_FORMS.append(re.compile(_DATES[1] + _COMPACT_CLOCK))
_HALF_DAY = re.compile(_DATES[4] + _CLOCK + _OFFSET + _RANGE_END, re.IGNORECASE)


def parse_moment(text: str, *, day_first: bool | None = None) -> datetime | None:
    """A datetime, aware only where the text gives an offset; None for what is no date."""
    if len(text) > LONGEST:
        return None
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _moment(match.groupdict(), month=_month(match.groupdict()), day=int(match["d"]))
    match = _HALF_DAY.fullmatch(text)
    if match is None:
        return None
    first, second = int(match["first"]), int(match["second"])
    if day_first is None:
        day_first = _order(first, second)
    if day_first is None:
        return None
    day, month = (first, second) if day_first else (second, first)
    return _moment(match.groupdict(), month=month, day=day)


def _order(first: int, second: int) -> bool | None:
    """Whether the day comes first, where the numbers show it."""
    if first == second or second > NOON:
        return False
    return True if first > NOON else None


def _month(parts: dict[str, str | None]) -> int:
    if name := parts.get("month"):
        return _MONTHS.index(name.lower()) + 1
    return int(parts["m"] or 0)


def _moment(parts: dict[str, str | None], *, month: int, day: int) -> datetime | None:
    hour = _hour(int(parts["H"] or 0), (parts.get("half") or parts.get("half_after") or "").lower())
    year = int(parts["y"] or 0)
    if hour is None or not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        moment = datetime(year, month, day, hour, int(parts["M"] or 0), int(parts["S"] or 0))  # noqa: DTZ001
        return moment.replace(tzinfo=_zone(parts))
    except ValueError:
        return None


def _hour(hour: int, half: str) -> int | None:
    """The hour of the day; in a half day 12 is its start. 下午 15 is taken as written."""
    if half in ("", "上午") and hour != NOON:
        return hour
    if half in ("", "下午") and hour >= NOON:
        return hour
    if hour > NOON:
        return None
    return hour % NOON + (NOON if half in ("pm", "下午") else 0)


def _zone(parts: dict[str, str | None]) -> timezone | None:
    """The offset's zone; `11:00-12:00` without seconds is a delivery window, not an offset."""
    offset = parts.get("offset")
    if not offset or (offset[0] == "-" and not parts["S"]):
        return None
    if offset[0] not in "+-":
        return UTC
    digits = offset[1:].replace(":", "")
    span = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-span if offset[0] == "-" else span)
