"""Year, month, day and time cut from text, column-wise, and put together as moments."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

FIRST_YEAR, LAST_YEAR = 1900, 2199

_TIME = r"(?:[ T]*(?P<H>[0-9]{1,2})[:时](?P<M>[0-9]{1,2})(?:[:分](?P<S>[0-9]{1,2})秒?|分)?(?:\.0{1,9})?)?"
YEAR_FIRST = r"^(?P<y>[0-9]{4})[-/.年](?P<m>[0-9]{1,2})[-/.月](?P<d>[0-9]{1,2})日?" + _TIME + "$"
YEAR_LAST = r"^(?P<a>[0-9]{1,2})[-/.](?P<b>[0-9]{1,2})[-/.](?P<y>[0-9]{4})" + _TIME + "$"

Integers = NDArray[np.int64]


def cut(cells: pa.StringArray, pattern: str) -> dict[str, Integers]:
    """The named groups as integers; -1 where the text does not match, 0 for a time that is not given."""
    found = pc.extract_regex(cells, pattern)
    matched = found.is_valid().to_numpy(zero_copy_only=False)
    parts = {}
    for field in found.type:
        digits = pc.struct_field(found, field.name)
        given = pc.if_else(pc.equal(digits, ""), "0", digits)
        number = pc.fill_null(given.cast(pa.int64()), -1).to_numpy(zero_copy_only=False)
        parts[field.name] = np.where(matched, number, -1)
    return parts


def assemble(
    year: Integers, month: Integers, day: Integers, hour: Integers, minute: Integers, second: Integers
) -> pa.Array:
    """timestamp[us] without zone; null for a day or a time that does not exist, or a year out of range."""
    fits = (year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)  # noqa: PLR2004
    months = (np.where(fits, (year - 1970) * 12 + month - 1, 0)).astype("datetime64[M]")
    midnight = months.astype("datetime64[D]") + (day - 1)
    fits &= midnight < (months + 1).astype("datetime64[D]")
    fits &= (hour >= 0) & (hour < 24) & (minute >= 0) & (minute < 60) & (second >= 0) & (second < 60)  # noqa: PLR2004
    moment = midnight.astype("datetime64[us]") + (hour * 3600 + minute * 60 + second) * 1_000_000
    return pa.array(moment, mask=~fits)
