"""Rows as a file for a spreadsheet, in which no cell can run as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, BinaryIO

from tuanke.kit.files.rejects import harmless

Row = Sequence[Any]
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WIDTH = 16  # of a column, in characters


def write_csv(out: BinaryIO, header: Sequence[str], rows: Iterable[Row]) -> None:
    """UTF-8 with a byte order mark, as Excel wants it."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    writer = csv.writer(text)
    writer.writerow(map(harmless, header))
    writer.writerows([harmless("" if cell is None else str(cell)) for cell in row] for row in rows)
    text.flush()
    text.detach()


def write_xlsx(out: BinaryIO, header: Sequence[str], rows: Iterable[Row]) -> None:
    """Texts are written as texts whatever they begin with; a row at a time, so that memory stays small."""
    from xlsxwriter import Workbook

    with Workbook(out, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.set_column(0, len(header) - 1, WIDTH)
        sheet.freeze_panes(1, 1)
        for place, title in enumerate(header):
            sheet.write_string(0, place, title, bold)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate(row):
                _write(sheet, number, place, cell)


def _write(sheet: Any, row: int, column: int, cell: Any) -> None:
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell)
    elif cell is not None:
        sheet.write_string(row, column, str(cell))


WRITERS = {"xlsx": write_xlsx, "csv": write_csv}
