"""The fact store: one Parquet file per fact table and bucket of customers, and one of what changed lately.

What is stored for a customer is always what PostgreSQL said at one moment: a refresh takes out every row of
a dirty customer and puts in the fresh ones, so that updates, late rows, merges and undo need no cases.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import duckdb
import ibis
import pyarrow as pa
import pyarrow.compute as pc
from django.conf import settings

from tuanke.facts.services import late_rows
from tuanke.insights.tables import CUSTOMERS, INTERACTIONS, LISTED_LINES, REFUNDS

BUCKETS = 32
MANY = 10_000  # customers who changed lately; from so many on their buckets are rewritten
SCHEMAS: Mapping[str, ibis.Schema] = {
    "order_lines": LISTED_LINES,
    "customers": CUSTOMERS,
    "interactions": INTERACTIONS,
    "refunds": REFUNDS,
}


class FactStore:
    def __init__(self, folder: Path, *, many: int = MANY) -> None:
        self.folder, self._many = folder, many

    def replace(self, table: str, customer_ids: pa.ChunkedArray | None, fresh: pa.Table) -> None:
        """The table without any row of these customers (None: of anybody), and with the fresh rows.

        Stopped at any moment it holds what it held before, or of some customers what it shall hold.
        """
        late = self._late(table)
        if customer_ids is None:
            self._replace_buckets(table, None, fresh)
            late_rows.empty(late)
            return
        rows = late_rows.with_these(late, customer_ids, fresh)
        marked = late_rows.marked(rows)
        if len(marked) < self._many:
            late_rows.write(rows, late)
        else:
            self._replace_buckets(table, marked, late_rows.rows_in(rows))
            late_rows.empty(late)

    def _replace_buckets(self, table: str, customer_ids: pa.ChunkedArray | None, fresh: pa.Table) -> None:
        buckets = _bucket_column(fresh["customer_id"])
        if customer_ids is None:
            gone = dict.fromkeys(range(BUCKETS))
        else:
            theirs = _bucket_column(customer_ids)
            gone = {n: customer_ids.filter(pc.equal(theirs, n)) for n in pc.unique(theirs).to_pylist()}
        for bucket, ids in gone.items():
            rows = fresh.filter(pc.equal(buckets, bucket))
            if len(rows) or self._path(table, bucket).exists():
                self._replace_bucket(table, bucket, ids, rows)

    def _replace_bucket(
        self, table: str, bucket: int, customer_ids: pa.ChunkedArray | None, fresh: pa.Table
    ) -> None:
        path = self._path(table, bucket)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.new")
        self._duckdb.register("fresh", fresh)
        self._duckdb.register("gone", pa.table({"customer_id": [] if customer_ids is None else customer_ids}))
        kept = (
            f"SELECT * FROM read_parquet('{path}') WHERE customer_id NOT IN (SELECT customer_id FROM gone)"
            " UNION ALL BY NAME "
            if path.exists() and customer_ids is not None
            else ""
        )
        self._duckdb.execute(
            f"COPY ({kept}SELECT * FROM fresh ORDER BY customer_id) TO '{draft}' (FORMAT parquet, COMPRESSION zstd)"
        )
        self._duckdb.unregister("fresh")
        draft.replace(path)

    @cached_property
    def _duckdb(self) -> duckdb.DuckDBPyConnection:
        """One for all buckets: to open it takes longer than to rewrite a small one."""
        return duckdb.connect()

    def has(self, table: str) -> bool:
        """Whether anything was ever stored of the table."""
        return any((self.folder / table).glob("*.parquet"))

    def files(self) -> frozenset[Path]:
        """What there is to read; a file that is replaced keeps its name."""
        return frozenset(self.folder.glob("*/*.parquet"))

    def read(
        self,
        engine: ibis.BaseBackend,
        table: str,
        buckets: Iterable[int] | None = None,
        schema: ibis.Schema | None = None,
        among: Sequence[int] | None = None,
    ) -> ibis.Table:
        """The fact table as an expression on `engine` (DuckDB); empty where nothing was stored yet.

        It is a view under the table's name: read again, expressions made before see the other buckets.
        `schema` is of a table that is not in SCHEMAS; `among`: the rows of these customers only.
        """
        shape = schema or SCHEMAS[table]
        numbers = range(BUCKETS) if buckets is None else list(buckets)
        paths = [str(path) for path in (self._path(table, bucket) for bucket in numbers) if path.exists()]
        engine.con.register(f"no_{table}", shape.to_pyarrow().empty_table())
        rows = f"read_parquet({paths}, union_by_name = true)" if paths else f"no_{table}"
        if self._late(table).exists():
            rows = late_rows.over(rows, self._late(table), numbers, BUCKETS)
        if set(shape.names) - set(engine.con.sql(f"FROM {rows}").columns):  # all of before a column was added
            rows = f"(FROM {rows} UNION ALL BY NAME FROM no_{table})"
        if among is not None:
            engine.con.register("among", pa.table({"customer_id": pa.array(among, pa.int64())}))
            rows = f"{rows} SEMI JOIN among USING (customer_id)"
        engine.con.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS FROM {rows}")
        return ibis.table(shape, name=table)

    def clear(self) -> None:
        for path in self.folder.glob("*/*.parquet"):
            path.unlink()

    def _late(self, table: str) -> Path:
        return self.folder / table / "late.parquet"

    def _path(self, table: str, bucket: int) -> Path:
        return self.folder / table / f"{bucket:02d}.parquet"


def as_table(engine: ibis.BaseBackend, name: str, rows: pa.Table) -> ibis.Table:
    """Arrow rows as a table expression that `engine` (DuckDB) finds under `name`."""
    engine.con.register(name, rows)
    return ibis.table(ibis.Schema.from_pyarrow(rows.schema), name=name)


def _bucket_column(ids: pa.ChunkedArray) -> pa.ChunkedArray:
    """`bucket_of` each; BUCKETS is a power of two."""
    return pc.bit_wise_and(ids, pa.scalar(BUCKETS - 1, pa.int64()))


def bucket_of(customer_id: int) -> int:
    return customer_id % BUCKETS


def open_store() -> FactStore:
    return FactStore(Path(settings.TUANKE_DATA) / "facts" / settings.DATABASES["default"]["NAME"])
