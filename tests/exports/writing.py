"""What the synthetic exports are made of: rows by header, as text or as a workbook."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import xlsxwriter

Row = Mapping[str, object]


@dataclass(frozen=True)
class Export:
    """A platform's file and what is in it.

    `rows` are all data rows. `orders`, `customers` and `revenue` count what is neither excluded nor rejected;
    `refunded` is the sum of what the file says was given back. `rejected` is line → code. A file that cannot
    be read alone has the code of its refusal.
    """

    file_name: str
    write: Callable[[Path], None]
    rows: int = 0
    orders: int = 0
    customers: int = 0
    revenue: Decimal = Decimal(0)
    refunded: Decimal = Decimal(0)
    excluded: int = 0
    rejected: Mapping[int, str] = field(default_factory=dict)
    refused: str = ""
    kind: str = "orders"


def names(text: str) -> list[str]:
    return text.replace("\n", "").split(",")


def cells(header: Sequence[str], rows: Sequence[Row], blank: object = "") -> list[list[object]]:
    """Of a name that stands twice in the header the first column is filled."""
    unknown = {name for row in rows for name in row} - set(header)
    assert not unknown, unknown
    table: list[list[object]] = [list(header)]
    for row in rows:
        line = [blank] * len(header)
        for name, value in row.items():
            line[list(header).index(name)] = value
        table.append(line)
    return table


def write_text(
    path: Path, table: Sequence[Sequence[object]], encoding: str = "utf-8", delimiter: str = ","
) -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(table)


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        for name, table in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(table):
                sheet.write_row(index, 0, row)
