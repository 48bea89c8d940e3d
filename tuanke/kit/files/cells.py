"""Cells of text: blanks, spreadsheet armour and null tokens off, column-wise."""

from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

BLANKS = " \t\r\n\v\f\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff"
_ROUNDED = r"^[0-9](\.[0-9]+)?[eE]\+?1[4-9]$"
FORMULA_TEXT = r'^="?(.*?)"?$'  # ="00123", the way some shops keep Excel from eating zeros


def texts(column: pa.StringArray, null_tokens: Sequence[str] = ()) -> pa.StringArray:
    """Trimmed, unwrapped from `="…"` and one leading apostrophe; blank cells and null tokens are null."""
    cells = pc.utf8_trim(column, characters=BLANKS)
    if pc.any(pc.starts_with(cells, "=")).as_py():
        cells = pc.replace_substring_regex(cells, FORMULA_TEXT, r"\1")
        cells = pc.utf8_trim(cells, characters=BLANKS)
    if pc.any(pc.starts_with(cells, "'")).as_py():
        cells = pc.utf8_ltrim(pc.replace_substring_regex(cells, "^'", ""), characters=BLANKS)
    absent = pc.is_in(cells, value_set=pa.array(["", *null_tokens], pa.string()))
    return pc.if_else(absent, pa.scalar(None, pa.string()), cells)


def per_distinct(cells: pa.StringArray, convert: Callable[[str], Any], to: pa.DataType) -> pa.Array:
    """`convert` called once for every distinct text, its results spread over the column; null stays null."""
    encoded = cells.dictionary_encode()
    converted = pa.array([convert(text) for text in encoded.dictionary.to_pylist()], to)
    return converted.take(encoded.indices)


def joined(first: pa.StringArray, second: pa.StringArray, joint: str) -> pa.StringArray:
    """The two joined, or the one that is given; Arrow's own way of skipping nulls loses rows."""
    return pc.coalesce(pc.binary_join_element_wise(first, second, joint), first, second)


def rounded(cells: pa.StringArray) -> pa.BooleanArray:
    """Where a long number was kept as a number: its last digits are gone."""
    return pc.match_substring_regex(cells, _ROUNDED)
