"""Birthdays as people write them: with or without the year, by the sun or by the moon."""

import re
import unicodedata
from datetime import date

import pyarrow as pa

from tuanke.kit.files.cells import per_distinct
from tuanke.kit.files.date_text import parse_moment

READ = pa.struct([("on", pa.date32()), ("month_day", pa.string()), ("lunar", pa.bool_())])

_LUNAR = re.compile(r"农历|阴历|旧历|lunar", re.IGNORECASE)
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS = "一二三四五六七八九"
_IN_WORDS = re.compile(
    r"闰?(十一|十二|[正一二三四五六七八九十冬腊])月(初十|二十|三十|[初十廿卅]?[一二三四五六七八九十]?)日?"
)
_MONTH_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_LEAP_YEAR = 2000
_LUNAR_DAYS = 30


def birthdays(cells: pa.StringArray) -> pa.StructArray:
    """`on` where year, month and day are given by the sun; `month_day` as MM-DD, lunar where `lunar`.

    Null where the cell is blank or no birthday.
    """
    return per_distinct(cells, _read, READ)


def _read(text: str) -> dict[str, object] | None:
    plain = unicodedata.normalize("NFKC", text).strip()
    words = _IN_WORDS.search(plain)
    is_lunar = bool(_LUNAR.search(plain)) or words is not None
    bare = _LUNAR.sub("", plain).strip(" ():,")
    if words and words[2]:
        return _lunar(_month_in_words(words[1]), _day_in_words(words[2]))
    if match := _MONTH_DAY.fullmatch(bare):
        month, day = int(match[1]), int(match[2])
        return _lunar(month, day) if is_lunar else _solar(None, month, day)
    moment = parse_moment(bare)
    if moment is None:
        return None
    return _lunar(moment.month, moment.day) if is_lunar else _solar(moment.year, moment.month, moment.day)


def _solar(year: int | None, month: int, day: int) -> dict[str, object] | None:
    try:
        found = date(year or _LEAP_YEAR, month, day)
    except ValueError:
        return None
    return {"on": found if year else None, "month_day": f"{month:02}-{day:02}", "lunar": False}


def _lunar(month: int, day: int) -> dict[str, object] | None:
    """The plain month counts for a leap month; the year is left out, since the day moves with it."""
    if not (1 <= month <= len(_MONTHS) and 1 <= day <= _LUNAR_DAYS):
        return None
    return {"on": None, "month_day": f"{month:02}-{day:02}", "lunar": True}


def _month_in_words(word: str) -> int:
    named = {
        "一": 1,
        "十一": 11,
        "十二": 12,
        **{name: number for number, name in enumerate(_MONTHS, start=1)},
    }
    return named[word]


def _day_in_words(word: str) -> int:
    """初一 to 三十; 廿 is twenty, 卅 thirty."""
    whole = {"初十": 10, "十": 10, "二十": 20, "廿": 20, "三十": 30, "卅": 30}
    if word in whole:
        return whole[word]
    tens = {"初": 0, "十": 10, "廿": 20, "卅": 30}.get(word[0], 0)
    return tens + _DIGITS.find(word[-1]) + 1
