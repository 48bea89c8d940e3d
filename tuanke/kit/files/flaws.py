"""The rows of a chunk that are not taken, each with the first thing that is wrong with it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from tuanke.kit.files.chunks import Chunk, Mask

REJECTS_SCHEMA = pa.schema(
    [
        ("line", pa.int64()),
        ("code", pa.string()),
        ("key", pa.string()),
        ("column", pa.string()),
        ("value", pa.string()),
        ("cells", pa.list_(pa.string())),
    ],
)
WARNINGS_SCHEMA = pa.schema([field for field in REJECTS_SCHEMA if field.name != "cells"])


class Flaws:
    """Flaws are added in the order in which they should be named: a row keeps its first."""

    def __init__(self, rows: int) -> None:
        self._flaw = np.zeros(rows, dtype=np.int16)
        self._kinds: list[tuple[str, str | None]] = []

    def add(self, wrong: Any, code: str, key: str | None) -> None:
        """`wrong`: a boolean mask or array over the chunk's rows."""
        mask: Mask = wrong if isinstance(wrong, np.ndarray) else wrong.to_numpy(zero_copy_only=False)
        self._kinds.append((code, key))
        self._flaw[(self._flaw == 0) & mask] = len(self._kinds)

    @property
    def sound(self) -> Mask:
        mask: Mask = self._flaw == 0
        return mask

    def table(self, chunk: Chunk, columns: Mapping[str, str]) -> pa.Table:
        rows = np.flatnonzero(self._flaw)
        kinds = [self._kinds[number - 1] for number in self._flaw[rows]]
        columned = [columns.get(key) if key else None for _, key in kinds]
        texts = {column: chunk.column(column) for column in set(columned) if column}
        values = [
            texts[column][int(row)].as_py() if column else None
            for row, column in zip(rows, columned, strict=True)
        ]
        return pa.table(
            [
                chunk.lines.take(pa.array(rows)),
                [code for code, _ in kinds],
                [key for _, key in kinds],
                columned,
                values,
                chunk.originals(rows),
            ],
            schema=REJECTS_SCHEMA,
        )


def doubts(chunk: Chunk, wrong: Mask, code: str, key: str, column: str) -> pa.Table:
    """Cells of optional keys that could not be read; their rows are taken without them."""
    rows = pa.array(np.flatnonzero(wrong))
    count = len(rows)
    return pa.table(
        [
            chunk.lines.take(rows),
            [code] * count,
            [key] * count,
            [column] * count,
            chunk.column(column).take(rows),
        ],
        schema=WARNINGS_SCHEMA,
    )
