"""The file of rejected rows: what stood in each row, its line, and why it was not taken."""

import csv
import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyarrow as pa

_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"^[+-]?[0-9][0-9.,]*$")

# (code, key, column, value) → the sentence to show
Sentence = Callable[[str, str | None, str | None, str | None], str]


def write_rejects(
    path: Path,
    header: Sequence[str],
    tables: Iterable[pa.Table],
    sentence: Sentence,
    labels: tuple[str, str] = ("line", "reason"),
) -> int:
    """Writes CSV (UTF-8 with BOM, for Excel) from tables in REJECTS_SCHEMA; returns the number of rows.

    `labels` head the two columns put before the row's own cells. No cell can run as a formula.
    """
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*labels, *map(harmless, header)])
        for table in tables:
            for row in table.to_pylist():
                reason = sentence(row["code"], row["key"], row["column"], row["value"])
                writer.writerow([row["line"], harmless(reason), *map(harmless, row["cells"])])
                count += 1
    return count


def harmless(cell: str) -> str:
    """The cell with an apostrophe before what a spreadsheet would calculate; plain numbers stay."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.match(cell) else cell
