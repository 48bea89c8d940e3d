"""How far the cells of a sheet reach, by its XML alone: who parses it holds the whole rectangle in memory."""

import re
from collections.abc import Iterable

from tuanke.kit.files.refusal import FileRefused

OVERLAP = 64  # a cell reference cut by a block's end is seen whole with the next block
WIDE_CELL = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{2,9})[0-9]""")
TALL_CELL = re.compile(rb"""\br\s*=\s*["'][A-Za-z]{0,9}([0-9]{6,})""")
NARROW = 26  # columns A to Z, which WIDE_CELL does not look for
SHORT = 99_999  # rows which TALL_CELL does not look for
UNPLACED = [  # each begins with a literal, which is searched for several times faster than a choice
    re.compile(tag + rb"(?=[\s/>])(?! r=)(?![^<>]*\sr\s*=)[^<>]*>")
    for tag in (b"<c", b"<row", b":c", b":row")
]
FIRST_CELL = re.compile(
    rb"""row\s[^<>]*?\br\s*=\s*["']([0-9]+)["'][^<>]*>\s*<(?:\w+:)?c\s[^<>]*?\br\s*=\s*["'][A-Za-z]+([0-9]+)["']"""
)
ROW_OR_CELL = re.compile(
    rb"""<(?:\w+:)?(row|c)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["']([A-Za-z]*)([0-9]*))?[^<>]*>""", re.DOTALL
)


class Extent:
    """Bounds on the columns and rows of a sheet, from its blocks in order: never too small where `is_placed`.

    Raises FileRefused `damaged` where one row would overwrite another.
    """

    def __init__(self) -> None:
        self.columns, self.rows = NARROW, SHORT
        self.is_placed = True  # every row and cell says where it is
        self._tail = b""
        self._row = 0

    def add(self, block: bytes) -> None:
        text = self._tail + block
        self.columns = max(self.columns, *map(_column_number, set(WIDE_CELL.findall(text))), 0)
        self.rows = max(self.rows, *map(int, TALL_CELL.findall(text)), 0)
        self.is_placed = self.is_placed and not any(tag.search(text) for tag in UNPLACED)
        for first in FIRST_CELL.finditer(text):
            if first.end() > len(self._tail):
                self._begin(int(first[1]), int(first[2]))
        self._tail = text[-OVERLAP:]

    def _begin(self, row: int, row_of_cell: int) -> None:
        if row <= self._row or row_of_cell != row:
            raise FileRefused("damaged", kind="xlsx")
        self._row = row


def exact_extent(blocks: Iterable[bytes]) -> tuple[int, int]:
    """(columns, rows), by a look at every row and cell. Those without a place follow the one before."""
    columns = rows = column = row = 0
    left = b""
    for block in blocks:
        text = left + block
        end = text.rfind(b">") + 1
        for tag, letters, digits in ROW_OR_CELL.findall(text[:end]):
            if tag == b"row":
                row, column = int(digits or row + 1), 0
            else:
                column = _column_number(letters) if letters else column + 1
                columns, rows = max(columns, column), max(rows, int(digits or row))
        left = text[end:]
    return columns, rows


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number
