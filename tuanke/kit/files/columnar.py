"""Parquet files: typed columns, read in batches."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tuanke.kit.files.chunks import ArrowChunk, as_text
from tuanke.kit.files.limits import Limits
from tuanke.kit.files.refusal import FileRefused

FAULTS = (pa.ArrowException, OSError, ValueError)


@dataclass(frozen=True)
class ParquetTable:
    """Columns of plain values; nested and other types that have no text are left out."""

    path: Path
    columns: tuple[str, ...]
    rows: int

    def chunks(self, header: tuple[str, ...], size: int) -> Iterator[ArrowChunk]:
        line = 1
        try:
            with pq.ParquetFile(self.path) as file:
                for batch in file.iter_batches(batch_size=size, columns=list(self.columns)):
                    yield ArrowChunk(header, line, batch)
                    line += batch.num_rows
        except FAULTS as error:
            raise FileRefused("damaged", kind="parquet") from error


def open_parquet(path: Path, limits: Limits) -> ParquetTable:
    """Raises FileRefused `damaged`, or `too_large` by the sizes that the file itself declares."""
    try:
        with pq.ParquetFile(path) as file:
            schema, metadata = file.schema_arrow, file.metadata
            unpacked = sum(metadata.row_group(i).total_byte_size for i in range(metadata.num_row_groups))
            rows = metadata.num_rows
    except FAULTS as error:
        raise FileRefused("damaged", kind="parquet") from error
    if unpacked > limits.unpacked_bytes:
        raise FileRefused("too_large", limit=limits.unpacked_bytes)
    columns = tuple(column.name for column in schema if _has_text(column.type))
    return ParquetTable(path, columns, rows)


def _has_text(kind: pa.DataType) -> bool:
    if pa.types.is_nested(kind):
        return False
    try:
        as_text(pa.nulls(1, kind))
    except pa.ArrowException:
        return False
    return True
