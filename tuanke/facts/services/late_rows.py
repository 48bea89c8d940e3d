"""What changed lately, kept aside from the buckets until it is much.

A bucket is rewritten as a whole, and a few customers are in all of them. One file per table: a mark for each
customer who changed, and their rows; who is marked counts by this file alone.
"""

import os
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

MARK = "is_mark"


def with_these(path: Path, customer_ids: pa.ChunkedArray, fresh: pa.Table) -> pa.Table:
    """The file's rows with those of these customers replaced, marks included."""
    marks = pa.table({"customer_id": customer_ids, MARK: pa.array([True] * len(customer_ids), pa.bool_())})
    parts = [fresh.append_column(MARK, pa.array([False] * len(fresh), pa.bool_())), marks]
    if path.exists():
        before = pq.read_table(path)
        is_in = pc.is_in(before["customer_id"], value_set=customer_ids.combine_chunks())
        parts.append(before.filter(pc.invert(is_in)))
    return pa.concat_tables(parts, promote_options="default")


def write(late: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}.new")
    pq.write_table(late, draft, compression="zstd")
    draft.replace(path)


def empty(path: Path) -> None:
    """The file stays, for a reader may be about to open it."""
    if path.exists():
        write(pq.read_schema(path).empty_table(), path)


def marked(late: pa.Table) -> pa.ChunkedArray:
    """Whose rows they are."""
    return late.filter(late[MARK])["customer_id"]


def rows_in(late: pa.Table) -> pa.Table:
    return late.filter(pc.invert(late[MARK])).drop_columns(MARK)


def over(rows: str, path: Path, buckets: Iterable[int], number_of_buckets: int) -> str:
    """SQL: the rows of the buckets, but of who is marked those of the file."""
    late = f"read_parquet('{path}')"
    numbers = ", ".join(map(str, buckets)) or "NULL"
    return (
        f"(SELECT * FROM {rows} ANTI JOIN (SELECT customer_id FROM {late} WHERE {MARK}) AS marked USING (customer_id)"
        f" UNION ALL BY NAME SELECT * EXCLUDE ({MARK}) FROM {late}"
        f" WHERE NOT {MARK} AND customer_id % {number_of_buckets} IN ({numbers}))"
    )
