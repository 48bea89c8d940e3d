"""A report leaves as a file: exactly what is seen, nothing that runs, always on record."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from django.db import transaction

from tuanke.kit.files.writing import WRITERS
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.audit.services import trail
from tuanke.reports.domain.question import Question, question_to_json
from tuanke.reports.selectors.cells import Cell
from tuanke.reports.selectors.sheet import Line, Sheet, sheet_of
from tuanke.reports.services.answering import answer


def export(
    question: Question,
    viewer: Viewer,
    out: BinaryIO,
    *,
    file_format: str,
    as_of: date,
    at: datetime,
) -> None:
    """`file_format` is one of kit's WRITERS."""
    sheet = sheet_of(answer(question, viewer, as_of=as_of, at=at))
    with transaction.atomic():
        changes = {"question": question_to_json(question), "rows": len(sheet.lines), "format": file_format}
        trail.record(
            action="report.exported", target=("reports", "report"), by=viewer.staff_id, at=at, changes=changes
        )
    write(sheet, out, file_format)


def write(sheet: Sheet, out: BinaryIO, file_format: str) -> None:
    WRITERS[file_format](out, [sheet.head, *sheet.headings], _rows(sheet))


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    for line in (*sheet.lines, sheet.total) if sheet.head else (sheet.total,):
        yield _row(line)


def _row(line: Line) -> list[Any]:
    return [line.label, *(_value(cell) for cell in line.cells)]


def _value(cell: Cell) -> Any:
    """What is not told on the page is not told in the file: too few customers stay too few."""
    return cell.text if cell.is_few else cell.value
