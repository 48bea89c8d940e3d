"""A web page saved with the ending of a workbook: the rows of its tables, written out as plain text."""

import csv
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path
from typing import TextIO

from tuanke.kit.files.chunks import Block
from tuanke.kit.files.limits import Limits
from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.text import MOST_CELLS, detect_encoding

BLOCK = 65_536
LONGEST_TAG = 1_000_000  # characters; a tag or comment that is never closed would be searched again and again
CELLS = ("td", "th")
UNSEEN = ("script", "style", "title")


@dataclass(frozen=True)
class HtmlRows:
    """The rows that `write_rows` wrote, counted as in the page; reading starts anew with every call."""

    path: Path

    def blocks(self, size: int) -> Iterator[Block]:
        """(rows of the page, cells), `size` at a time; rows without any value are skipped."""
        with self.path.open(encoding="utf-8", newline="") as file:
            records = ((row, cells) for row, cells in enumerate(csv.reader(file), start=1) if any(cells))
            while block := list(islice(records, size)):
                yield [row for row, _ in block], [cells for _, cells in block]

    def merged_below(self, row: int) -> frozenset[int]:  # noqa: ARG002  as of a workbook's sheet
        """A page does not say whether a merged cell counts for all of its rows."""
        return frozenset()


def write_rows(path: Path, limits: Limits) -> Path:
    """The rows of all tables, in their order, as comma-separated UTF-8 in a new temporary file of the caller's.

    Merged cells have their text in the first place and nothing in the others, as in a workbook. Raises
    FileRefused `html_as_xls` for a page without a row, `cell_too_long`, `too_wide`,
    `too_large`, `zip_bomb` for merged cells that cover far more than there is, or `damaged`.
    """
    handle, name = tempfile.mkstemp(prefix="tuanke-", suffix=".csv")
    target = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            tables = _Tables(out, limits)
            _feed(tables, path)
    except FileRefused:
        target.unlink()
        raise
    return target


def _feed(tables: "_Tables", path: Path) -> None:
    encoding = detect_encoding(path)
    with path.open(encoding=encoding.name, errors="replace") as page:
        while text := page.read(BLOCK):
            tables.feed(text.replace("\0", ""))
            if len(tables.rawdata) > LONGEST_TAG:
                raise FileRefused("damaged", kind="html")
    tables.close()
    tables.end_row()
    if not tables.rows:
        raise FileRefused("html_as_xls")


class _Tables(HTMLParser):
    """Writes a row as soon as it is whole."""

    def __init__(self, out: TextIO, limits: Limits) -> None:
        super().__init__()
        self.rows = 0
        self._out, self._limits = out, limits
        self._covered = 0  # places of merged cells, other than their first
        self._writer = csv.writer(out)
        self._row: list[str] | None = None
        self._text: list[str] | None = None
        self._spans: dict[int, int] = {}  # column → rows that a merged cell still covers
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.end_row()
            self._spans = {}
        elif tag == "tr":
            self.end_row()
            self._row = []
        elif tag in CELLS:
            self._start_cell(dict(attrs))
        elif tag == "br":
            self.handle_data("\n")
        self._unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS:
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()
        self._unseen -= tag in UNSEEN and self._unseen > 0

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._unseen:
            self._text.append(data)

    def end_row(self) -> None:
        self._end_cell()
        if self._row is None:
            return
        self._skip_merged(self._row)
        self._writer.writerow(self._row)
        self.rows += 1
        self._row = None
        if self._out.tell() > self._limits.unpacked_bytes:
            raise FileRefused("too_large", limit=self._limits.unpacked_bytes)

    def _start_cell(self, attributes: dict[str, str | None]) -> None:
        self._end_cell()
        if self._row is None:
            self._row = []
        self._skip_merged(self._row)
        first = len(self._row)
        self._row.extend([""] * _span(attributes, "colspan"))
        if len(self._row) > MOST_CELLS:
            raise FileRefused("too_wide", columns=len(self._row), limit=MOST_CELLS)
        below = _span(attributes, "rowspan") - 1
        self._spans.update((column, below) for column in range(first, len(self._row)) if below)
        self._cell, self._text = first, []

    def _end_cell(self) -> None:
        if self._text is not None and self._row is not None:
            text = "".join(self._text).strip()
            if len(text) > csv.field_size_limit():
                raise FileRefused("cell_too_long", line=self.rows + 1)
            self._row[self._cell] = text
        self._text = None

    def _skip_merged(self, row: list[str]) -> None:
        """Steps over the places that a cell of a row above covers."""
        while left := self._spans.get(len(row)):
            self._spans[len(row)] = left - 1
            row.append("")
            self._covered += 1
        if self._covered > self._limits.sparse_cells:
            raise FileRefused("zip_bomb")


def _span(attributes: dict[str, str | None], name: str) -> int:
    number = attributes.get(name) or "1"
    return min(max(int(number[:6]), 1), MOST_CELLS + 1) if number.isdecimal() else 1
