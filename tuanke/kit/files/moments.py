"""Dates and times: text to moments in UTC. A form that could mean two days is not guessed."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files import date_parts
from tuanke.kit.files.cells import per_distinct
from tuanke.kit.files.date_text import parse_moment

LOCAL = pa.timestamp("us")
MOMENT = pa.timestamp("us", "UTC")
_READ = pa.struct([("local", LOCAL), ("exact", MOMENT)])

_ISO = (
    r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}"
    r"([ T][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?)?$"
)
_ISO_OFFSET = (
    r"^((?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?)"
    r" ?(Z|[+-][0-9]{2}:?[0-9]{2})$"
)
_SERIAL = r"^[2-7][0-9]{4}(\.[0-9]+)?$"  # days since 1899-12-30, from 1954 to 2119
_SERIAL_START = datetime(1899, 12, 30)  # noqa: DTZ001  a wall clock: the zone is the file's
_MOSTLY = 0.8
MONTHS = 12


@dataclass(frozen=True)
class DateStyle:
    """How a column writes dates where one cell alone cannot tell.

    `day_first`: True for 22/8/2026, False for 8/22/2026, None when the column does not show it.
    `serial`: numbers such as 45384.348 are spreadsheet days.
    """

    day_first: bool | None = None
    serial: bool = False


@dataclass(frozen=True)
class Moments:
    """`values` timestamp[us, UTC]; null where blank or no date.

    `invalid` marks cells that are no date, `ambiguous` those that are one of two days.
    """

    values: pa.Array
    invalid: pa.BooleanArray
    ambiguous: pa.BooleanArray


def date_style(columns: Iterable[pa.StringArray], *, serial: bool = False) -> DateStyle:
    """Looks through the column until a day above 12 shows the order; stops at once where no order is needed.

    `serial` says that the format stores dates as numbers; else they count only where most cells are numbers.
    """
    for number, cells in enumerate(columns):
        if number == 0 and not serial:
            serial = _share(cells, _SERIAL) >= _MOSTLY
        parts = date_parts.cut(cells, date_parts.YEAR_LAST)
        if number == 0 and not (parts["a"] > 0).any():
            break
        decided = (parts["a"] > MONTHS) != (parts["b"] > MONTHS)
        if decided.any():
            return DateStyle(bool(parts["a"][decided.argmax()] > MONTHS), serial)
    return DateStyle(serial=serial)


def _share(cells: pa.StringArray, pattern: str) -> float:
    given = len(cells) - cells.null_count
    return (pc.sum(pc.match_substring_regex(cells, pattern)).as_py() or 0) / given if given else 0.0


def moments(cells: pa.StringArray, *, zone: str, style: DateStyle) -> Moments:
    """Times without an offset are wall-clock times in `zone`.

    A wall-clock time that occurs twice is the earlier one, one that is skipped moves to the end of the gap.
    """
    local, exact = _iso(cells), _iso_offset(cells)
    rest = _unread(cells, local, exact)
    if rest.null_count < len(rest):
        local = pc.coalesce(local, _by_parts(rest, style))
        rest = _unread(rest, local, exact)
    if rest.null_count < len(rest):
        read = per_distinct(rest, lambda text: _read(text, style), _READ)
        local = pc.coalesce(local, pc.struct_field(read, "local"))
        exact = pc.coalesce(exact, pc.struct_field(read, "exact"))
    placed = pc.assume_timezone(local, zone, ambiguous="earliest", nonexistent="latest")
    values = pc.coalesce(exact, placed.cast(MOMENT))
    unread = _unread(cells, values, values)
    return Moments(values, unread.is_valid(), pc.fill_null(_has_two_readings(unread), fill_value=False))


def _unread(cells: pa.StringArray, local: pa.Array, exact: pa.Array) -> pa.StringArray:
    done = pc.or_(local.is_valid(), exact.is_valid())
    return pc.if_else(done, pa.scalar(None, pa.string()), cells)


def _matching(cells: pa.StringArray, pattern: str) -> pa.StringArray:
    return pc.if_else(pc.match_substring_regex(cells, pattern), cells, pa.scalar(None, pa.string()))


def _iso(cells: pa.StringArray) -> pa.Array:
    try:
        return _matching(cells, _ISO).cast(LOCAL)
    except pa.ArrowInvalid:  # one cell such as 2026-02-30: the next step looks at each by itself
        return pa.nulls(len(cells), LOCAL)


def _iso_offset(cells: pa.StringArray) -> pa.Array:
    found = _matching(cells, _ISO_OFFSET)
    try:
        return pc.replace_substring_regex(found, _ISO_OFFSET, r"\1\2").cast(MOMENT)
    except pa.ArrowInvalid:
        return pa.nulls(len(cells), MOMENT)


def _by_parts(cells: pa.StringArray, style: DateStyle) -> pa.Array:
    first = date_parts.cut(cells, date_parts.YEAR_FIRST)
    time = (first["H"], first["M"], first["S"])
    local = date_parts.assemble(first["y"], first["m"], first["d"], *time)
    last = date_parts.cut(cells, date_parts.YEAR_LAST)
    if not (last["y"] > 0).any():
        return local
    day_first = last["a"] > MONTHS if style.day_first is None else np.full(len(cells), style.day_first)
    day = np.where(day_first, last["a"], last["b"])
    month = np.where(day_first, last["b"], last["a"])
    shown = (last["a"] > MONTHS) | (last["b"] > MONTHS) | (last["a"] == last["b"])
    month = np.where(shown | (style.day_first is not None), month, -1)
    time = (last["H"], last["M"], last["S"])
    return pc.coalesce(local, date_parts.assemble(last["y"], month, day, *time))


def _has_two_readings(cells: pa.StringArray) -> pa.BooleanArray:
    """8/9/2026: neither part can only be a day."""
    return pc.match_substring_regex(
        cells, r"^(0?[1-9]|1[0-2])[-/.](0?[1-9]|1[0-2])[-/.](19|20|21)[0-9]{2}( |$)"
    )


def _read(text: str, style: DateStyle) -> dict[str, datetime] | None:
    plain = unicodedata.normalize("NFKC", text)
    if style.serial and re.match(_SERIAL, plain):
        days = timedelta(days=float(plain))
        return {"local": _SERIAL_START + timedelta(seconds=round(days.total_seconds()))}
    moment = parse_moment(plain, day_first=style.day_first)
    if moment is None:
        return None
    return {"local": moment} if moment.tzinfo is None else {"exact": moment.astimezone(UTC)}
