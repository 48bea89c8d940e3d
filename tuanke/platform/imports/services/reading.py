"""From an opened file to what staging works on: its valid rows in Parquet, its refused rows in a list."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from tuanke.kit.files.refusal import FileRefused
from tuanke.kit.files.rejects import write_rejects
from tuanke.ui.files.wording import reject_sentence


class Batch(Protocol):
    @property
    def table(self) -> pa.Table: ...
    @property
    def rejects(self) -> pa.Table: ...


class OpenFile(Protocol):
    """An order file or a contact list of `kit.files`."""

    @property
    def header(self) -> tuple[str, ...]: ...
    def batches(self) -> Iterator[Batch]: ...


def keep_rows(
    file: OpenFile, rows: Path, rejects: Path, change: Callable[[pa.Table], pa.Table] = lambda table: table
) -> tuple[int, int]:
    """(valid, refused) rows, written to `rows` after `change`, and to `rejects` with their reasons.

    Raises FileRefused `no_rows`.
    """
    valid = 0

    def refused() -> Iterator[pa.Table]:
        nonlocal valid
        writer = None
        for batch in file.batches():
            table = change(batch.table)
            writer = writer or pq.ParquetWriter(rows, table.schema, compression="lz4")
            writer.write_table(table)
            valid += table.num_rows
            yield batch.rejects
        if writer:
            writer.close()

    rejected = write_rejects(rejects, file.header, refused(), reject_sentence, (_("Line"), _("Reason")))
    if not valid and not rejected:
        raise FileRefused("no_rows")
    pa.default_memory_pool().release_unused()  # what follows has its own memory
    return valid, rejected


@contextmanager
def folder(path: Path) -> Iterator[Path]:
    """A folder for the time being, always the same one: an attempt that was killed could not remove it."""
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def slices(reader: pa.RecordBatchReader) -> Iterator[pa.Table]:
    """At least one, so that a table without rows has its columns."""
    yield reader.schema.empty_table()
    for rows in reader:
        yield pa.Table.from_batches([rows])
