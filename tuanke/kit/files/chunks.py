"""A stretch of rows as columns: what every reader yields and every cleaner takes."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Block = tuple[list[int], list[list[str]]]  # line numbers and rows of cells

CHUNK_ROWS = 50_000
CHUNK_CELLS = 750_000


def rows_per_chunk(columns: int) -> int:
    """About 50,000 rows, fewer in wide files, so that a chunk stays within tens of megabytes."""
    return max(1_000, min(CHUNK_ROWS, CHUNK_CELLS // max(columns, 1)))


class Chunk(Protocol):
    """`lines` are physical lines (text), sheet rows (workbook) or 1-based data rows (parquet)."""

    @property
    def lines(self) -> pa.Int64Array: ...

    @property
    def too_many(self) -> Mask: ...

    def __len__(self) -> int: ...

    def column(self, name: str) -> pa.StringArray:
        """The cells as they stand in the file; null only where the file has no value."""

    def originals(self, rows: NDArray[np.int64]) -> list[list[str]]:
        """All cells of the rows at these positions, for listing them."""


class RowChunk:
    """Rows of strings. Short rows are padded; `too_many` marks rows with text beyond the last header."""

    def __init__(self, header: Sequence[str], lines: list[int], rows: list[list[str]]) -> None:
        self.lines = pa.array(lines, pa.int64())
        self.too_many = np.zeros(len(rows), dtype=np.bool_)
        self._positions = {name: position for position, name in enumerate(header)}
        self._rows = rows
        self._level(len(header))

    def _level(self, width: int) -> None:
        widths = np.fromiter(map(len, self._rows), np.int64, len(self._rows))
        for index in np.flatnonzero(widths < width):
            row = self._rows[index]
            self._rows[index] = row + [""] * (width - len(row))
        for index in np.flatnonzero(widths > width):
            self.too_many[index] = any(cell.strip() for cell in self._rows[index][width:])

    def __len__(self) -> int:
        return len(self._rows)

    def column(self, name: str) -> pa.StringArray:
        position = self._positions[name]
        return pa.array(list(map(itemgetter(position), self._rows)), pa.string())

    def originals(self, rows: NDArray[np.int64]) -> list[list[str]]:
        return [self._rows[index] for index in rows]


def row_chunks(header: Sequence[str], blocks: Iterable[Block], header_line: int) -> Iterator[RowChunk]:
    """What stands below the header."""
    for lines, rows in blocks:
        top = bisect_right(lines, header_line)
        if top < len(lines):
            yield RowChunk(header, lines[top:], rows[top:])


class ArrowChunk:
    """A batch of a typed file. Numbers and times become the text a person would have typed."""

    def __init__(self, header: Sequence[str], first_line: int, batch: pa.RecordBatch) -> None:
        self.lines = pa.array(np.arange(first_line, first_line + batch.num_rows))
        self.too_many = np.zeros(batch.num_rows, dtype=np.bool_)
        self._positions = {name: position for position, name in enumerate(header)}
        self._batch = batch

    def __len__(self) -> int:
        rows: int = self._batch.num_rows
        return rows

    def column(self, name: str) -> pa.StringArray:
        return as_text(self._batch.column(self._positions[name]))

    def originals(self, rows: NDArray[np.int64]) -> list[list[str]]:
        taken = self._batch.take(pa.array(rows))
        columns = [as_text(column).fill_null("").to_pylist() for column in taken.columns]
        return [list(row) for row in zip(*columns, strict=True)]


def as_text(column: pa.Array) -> pa.StringArray:
    """Text of a typed column; NaN is no value, as in the tools that write it for a missing number."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if pa.types.is_floating(column.type):
        column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        column = _decoded(column)
    return column.cast(pa.string())


def _decoded(column: pa.Array) -> pa.StringArray:
    values = (None if value is None else value.decode("utf-8", "replace") for value in column.to_pylist())
    return pa.array(values, pa.string())
