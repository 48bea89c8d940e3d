"""What a person sees before an import: for every column how full it is, samples, the key it looks like."""

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from tuanke.kit.files.cells import rounded, texts
from tuanke.kit.files.contact_keys import CONTACT_KEYS
from tuanke.kit.files.keys import ORDER_KEYS, ColumnMap
from tuanke.kit.files.preset import Preset
from tuanke.kit.files.sheet import Sheet

PREVIEW_ROWS = 2_000
SAMPLES = 5
SAMPLE_CHARS = 120
MOSTLY_MASKED = 0.5

_MASKED = r"\*"


@dataclass(frozen=True)
class ColumnPreview:
    """`fill` is the share of rows with a value, 0 to 1; `key` the guess; `warnings` are codes.

    Warnings: `digits_lost` (a long number was stored as a number), `masked` (most values hide characters),
    `blank` (no value in the rows looked at).
    """

    column: str
    fill: float
    samples: tuple[str, ...]
    key: str | None
    warnings: tuple[str, ...]


def preview(sheet: Sheet, preset: Preset, columns: ColumnMap) -> tuple[ColumnPreview, ...]:
    """Looks at the first 2,000 rows."""
    keys = {column: key for key, column in reversed(list(columns.columns.items()))}
    chunk = next(sheet.chunks(PREVIEW_ROWS))
    return tuple(
        _column(name, texts(chunk.column(name), preset.null_tokens), keys.get(name)) for name in sheet.header
    )


def _column(name: str, cells: pa.StringArray, key: str | None) -> ColumnPreview:
    given = cells.drop_null()
    samples = pc.utf8_slice_codeunits(given.unique()[:SAMPLES], 0, SAMPLE_CHARS).to_pylist()
    fill = len(given) / len(cells) if len(cells) else 0.0
    return ColumnPreview(name, fill, tuple(samples), key, _warnings(given, key))


def _warnings(given: pa.StringArray, key: str | None) -> tuple[str, ...]:
    if not len(given):
        return ("blank",)
    warnings = []
    is_number = key is not None and {**CONTACT_KEYS, **ORDER_KEYS}[key].type in ("amount", "quantity")
    if not is_number and pc.any(rounded(given)).as_py():
        warnings.append("digits_lost")
    if pc.mean(pc.match_substring_regex(given, _MASKED).cast(pa.int8())).as_py() > MOSTLY_MASKED:
        warnings.append("masked")
    return tuple(warnings)
