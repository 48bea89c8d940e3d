"""Delimited text in large stretches: where each record starts and ends, found for all bytes at once.

Only text that every reader of CSV understands alike is taken: quotes stand at the edges of cells, lines end in
LF or CRLF. Anything else is left to the reader that goes character by character.
"""

import csv
import io
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

QUOTE, LF, CR, SPACE = b'"'[0], b"\n"[0], b"\r"[0], b" "[0]
LONGEST_RECORD = 131_072  # bytes; cells are checked one by one in what is longer

Positions = NDArray[np.int64]


@dataclass(frozen=True)
class Records:
    """Whole records of UTF-8 text. `starts` has one more entry than there are records: the end of the last.

    `lines` are the physical lines on which the records start, `widths` their numbers of cells.
    """

    text: bytes
    starts: Positions
    lines: Positions
    widths: Positions

    def __len__(self) -> int:
        return len(self.lines)

    def record(self, row: int) -> str:
        return self.text[self.starts[row] : self.starts[row + 1]].decode("utf-8", "replace")

    def part(self, first: int, last: int) -> "Records":
        starts = self.starts[first : last + 1]
        text = self.text[starts[0] : starts[-1]]
        return Records(text, starts - starts[0], self.lines[first:last], self.widths[first:last])


def cut_records(text: bytes, line: int, delimiter: str) -> tuple[Records, int] | None:
    """(the whole records of `text`, the line that follows them); None where the text is not plain enough.

    `line` is the physical line on which the text starts. What follows the last line end is left over.
    """
    content = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(content == LF)
    cells = np.flatnonzero(content == ord(delimiter))
    if text.count(CR) != np.count_nonzero(content[ends - 1] == CR):
        return None
    line_ends = ends
    quotes = np.flatnonzero(content == QUOTE)
    if len(quotes):
        if not _at_edges(content, quotes, ord(delimiter)):
            return None
        ends, cells = _outside(ends, quotes), _outside(cells, quotes)
    if not len(ends):
        return None
    starts = np.concatenate([[0], ends + 1])
    if np.diff(starts).max() > LONGEST_RECORD:
        return None
    before = np.searchsorted(line_ends, starts)
    widths = np.diff(np.searchsorted(cells, starts)) + 1
    records = Records(text[: starts[-1]], starts, line + before[:-1], widths)
    return records, line + int(before[-1])


def _outside(places: Positions, quotes: Positions) -> Positions:
    """Those of the places that no pair of quotes encloses."""
    outside: Positions = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def _at_edges(content: NDArray[np.uint8], quotes: Positions, delimiter: int) -> bool:
    """Whether each quote opens a cell, closes it, or is one of two that stand for one."""
    opening, closing = quotes[::2], quotes[1::2]
    before = content[np.maximum(opening - 1, 0)]
    opens = (opening == 0) | (before == delimiter) | (before == LF) | (before == QUOTE)
    last = len(content) - 1
    after = content[np.minimum(closing + 1, last)]
    closes = (closing == last) | (after == delimiter) | (after == LF) | (after == CR) | (after == QUOTE)
    return bool(opens.all() and closes.all())


def without_blank(records: Records) -> Records:
    """Lines without any cell are no records."""
    content = np.frombuffer(records.text, np.uint8)
    single = np.flatnonzero(records.widths == 1).tolist()
    blank = [row for row in single if _is_blank(records.record(row))]
    if not blank:
        return records
    keep = np.ones(len(records), np.bool_)
    keep[blank] = False
    sizes = np.diff(records.starts)
    kept = content[np.repeat(keep, sizes)]
    starts = np.concatenate([[0], np.cumsum(sizes[keep])])
    return Records(kept.tobytes(), starts, records.lines[keep], records.widths[keep])


def _is_blank(record: str) -> bool:
    bare = record.strip()
    return not bare or (bare[0] == '"' and not next(csv.reader(io.StringIO(record, newline="")))[0].strip())
