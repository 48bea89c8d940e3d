"""How a file writes its dates, found out before its rows are read."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from tuanke.kit.files.keys import ColumnMap
from tuanke.kit.files.moments import DateStyle, date_style
from tuanke.kit.files.order_texts import TextReader
from tuanke.kit.files.preset import Preset
from tuanke.kit.files.sheet import Sheet

PROBE_ROWS = 2_000


def date_styles(
    sheet: Sheet, preset: Preset, columns: ColumnMap, keys: Iterable[str]
) -> Mapping[str, DateStyle]:
    """By key. What the preset knows about the order of day and month outweighs what the column shows."""
    stores_numbers = sheet.source.kind in ("xlsx", "xls")
    reader = TextReader(preset, columns)
    styles = {}
    for key in keys:
        probes = (reader.column(chunk, key) for chunk in sheet.chunks(PROBE_ROWS))
        style = date_style(probes, serial=stores_numbers)
        styles[key] = style if preset.day_first is None else replace(style, day_first=preset.day_first)
    return styles
