"""Workbooks (.xlsx, .xls): every cell as the text a person would have typed."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from tuanke.kit.files.chunks import Block
from tuanke.kit.files.refusal import FileRefused

EXACT_DIGITS = 15  # a workbook keeps no more digits of a number


@dataclass(frozen=True)
class SheetRows:
    """The rows of one sheet, counted as in the sheet itself; reading starts anew with every call.

    `fill` are positions of columns in which a vertically merged cell counts for all of its rows.
    """

    name: str
    table: Any
    fill: frozenset[int] = field(default_factory=frozenset)

    def blocks(self, size: int) -> Iterator[Block]:
        """(sheet rows, cells from column A on), `size` at a time; rows without any value are skipped."""
        records = ((row, cells) for row, cells in enumerate(self._filled(), start=1) if any(cells))
        while block := list(islice(records, size)):
            yield [row for row, _ in block], [cells for _, cells in block]

    def merged_below(self, row: int) -> frozenset[int]:
        """Positions of columns with cells merged vertically below this sheet row."""
        return frozenset(position for first, last, position in self._merges() if first > row and last > first)

    def _merges(self) -> Iterator[tuple[int, int, int]]:
        for (top, left), (bottom, right) in self.table.merged_cell_ranges or ():
            if left == right:
                yield top + 1, bottom + 1, left

    def _filled(self) -> Iterator[list[str]]:
        indent = [""] * (self.table.start[1] if self.table.start else 0)
        starts: dict[int, list[tuple[int, int]]] = {}
        for first, last, position in self._merges():
            if position in self.fill:
                starts.setdefault(first, []).append((last, position))
        spans: dict[int, tuple[int, str]] = {}  # one a column: overlapping merges are no tool's work
        for row, values in enumerate(self.table.iter_rows(), start=1):
            cells = indent + [value if type(value) is str else _as_text(value) for value in values]
            for position, (last, text) in spans.items():
                if last >= row:
                    cells[position] = text
            spans.update((position, (last, cells[position])) for last, position in starts.get(row, ()))
            yield cells


def open_workbook(path: Path, kind: str, names: Sequence[str] | None = None) -> list[SheetRows]:
    """The sheets that hold rows: those named, else all that are visible.

    Raises FileRefused `damaged`, `encrypted`, or `sheet_missing` if none of `names` exists.
    """
    try:
        return _sheets(calamine.load_workbook(_named_right(path, kind)), names)
    except calamine.PasswordError as error:
        raise FileRefused("encrypted") from error
    except (FileRefused, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of the parser on a damaged file is no Exception
        raise FileRefused("damaged", kind=kind) from error


def _named_right(path: Path, kind: str) -> str | io.BytesIO:
    """The library goes by the ending, which may be another kind's; of bytes it looks at the content."""
    return str(path) if path.suffix.lower() == f".{kind}" else io.BytesIO(path.read_bytes())


def _sheets(book: Any, names: Sequence[str] | None) -> list[SheetRows]:
    found = [sheet.name for sheet in book.sheets_metadata if _is_shown(sheet)]
    wanted = [name for name in names or () if name in book.sheet_names]
    if names and not wanted:
        raise FileRefused("sheet_missing", sheet=names[0], sheets=found)
    return [SheetRows(name, book.get_sheet_by_name(name)) for name in wanted or found]


def _is_shown(sheet: Any) -> bool:
    shown: bool = (
        sheet.typ == calamine.SheetTypeEnum.WorkSheet and sheet.visible == calamine.SheetVisibleEnum.Visible
    )
    return shown


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time | timedelta | bool | int):
        return str(value)
    return ""


def _number(value: float) -> str:
    """Whole numbers without `.0`; numbers whose last digits are lost in exponents, inventing none."""
    if abs(value) >= 10**EXACT_DIGITS:
        return f"{value:.{EXACT_DIGITS - 1}e}"
    return str(int(value)) if value.is_integer() else repr(value)
