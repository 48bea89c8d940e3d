"""A stretch of delimited text as columns, parsed by Arrow."""

import csv
import io
from collections.abc import Sequence
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
from numpy.typing import NDArray

from tuanke.kit.files.chunks import Mask
from tuanke.kit.files.text_blocks import Records


class TextChunk:
    """Records of text. Short ones are padded; `too_many` marks those with text beyond the last header."""

    def __init__(
        self, header: Sequence[str], records: Records, delimiter: str, wanted: frozenset[str] = frozenset()
    ) -> None:
        self.lines = pa.array(records.lines, pa.int64())
        self._records = records
        self._delimiter = delimiter
        self._positions = {name: position for position, name in enumerate(header)}
        self._width = len(header)
        self._wanted = wanted

    def __len__(self) -> int:
        return len(self._records)

    def column(self, name: str) -> pa.StringArray:
        table = self._parsed if name in self._wanted else self._whole
        position = str(self._positions[name])
        if position not in table.column_names:
            return pa.array([""] * len(self), pa.string())
        return table[position].combine_chunks()

    def originals(self, rows: NDArray[np.int64]) -> list[list[str]]:
        """The cells as they stand in the file, short rows padded."""
        found = [self._cells(row) for row in rows]
        return [cells + [""] * (self._width - len(cells)) for cells in found]

    @cached_property
    def too_many(self) -> Mask:
        mask = np.zeros(len(self), np.bool_)
        for row in np.flatnonzero(self._records.widths > self._width).tolist():
            mask[row] = any(cell.strip() for cell in self._cells(row)[self._width :])
        return mask

    def _cells(self, row: int) -> list[str]:
        text = io.StringIO(self._records.record(row), newline="")
        return next(csv.reader(text, delimiter=self._delimiter))

    @cached_property
    def _parsed(self) -> pa.Table:
        return self._table([str(self._positions[name]) for name in self._wanted])

    @cached_property
    def _whole(self) -> pa.Table:
        return self._table([str(position) for position in range(self._width)])

    def _table(self, wanted: Sequence[str]) -> pa.Table:
        """These columns, named by position, as far as any record reaches."""
        widths = self._records.widths
        usual, longest = int(np.bincount(widths).argmax()), int(widths.max())
        width = usual if longest == usual else max(usual, min(longest, self._width))
        text = self._evened(width)
        names = [str(position) for position in range(width)]
        there = [name for name in wanted if int(name) < width]
        return pacsv.read_csv(
            pa.BufferReader(text),
            pacsv.ReadOptions(column_names=names, block_size=len(text) + 1),
            pacsv.ParseOptions(
                delimiter=self._delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
            ),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                include_columns=there or names[:1],
                strings_can_be_null=False,
            ),
        )

    def _evened(self, width: int) -> bytes:
        """The text with every record of this width: short ones padded, long ones cut."""
        records = self._records
        parts, end = [], 0
        for row in np.flatnonzero(records.widths != width).tolist():
            start, after = int(records.starts[row]), int(records.starts[row + 1])
            lacking = width - int(records.widths[row])
            if lacking > 0:
                bare = records.text[start:after].rstrip(b"\r\n")
                parts += [records.text[end:start], bare, self._delimiter.encode() * lacking, b"\n"]
            else:
                parts += [records.text[end:start], self._written(self._cells(row)[:width])]
            end = after
        return b"".join([*parts, records.text[end:]]) if parts else records.text

    def _written(self, cells: list[str]) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=self._delimiter).writerow(cells)
        return out.getvalue().encode()
