"""Claim: recency, frequency and money of everybody over 10,000,000 rows of Parquet take at most 1.3 x DuckDB's own SQL.

Against: the same table in SQL as one writes it for DuckDB, with its COUNT(DISTINCT). One row is one order.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import ibis

from benchmarks.measure import FULL, Measure, seconds
from tuanke.insights.rfm import activity
from tuanke.insights.tables import ORDER_LINES

AS_OF = date(2026, 11, 21)
ROWS = {FULL: 10_000_000}
ROWS_EACH = 10

LINES = """
COPY (SELECT (hash(i) % {customers})::bigint AS customer_id, i AS order_id, 1::int AS line_no,
             (DATE '2024-11-22' + day)::timestamp AS ordered_at, (DATE '2024-11-22' + day)::date AS ordered_on,
             NULL::bigint AS product_id, NULL::varchar AS category, 1::bigint AS quantity,
             (500 + hash(i, 3) % 40000)::bigint AS revenue_fen, (100 + hash(i, 3) % 9000)::bigint AS margin_fen,
             'cost' AS margin_basis, true AS is_order
      FROM (SELECT i, (hash(i, 7) % 730)::int AS day FROM range({rows}) r (i))) TO '{path}'
(FORMAT parquet, COMPRESSION zstd)
"""
PEER = """
SELECT customer_id, DATE '{as_of}' - max(ordered_on) FILTER (sale) AS recency_days,
       count(DISTINCT ordered_on) FILTER (sale AND recent) AS frequency,
       count(DISTINCT ordered_on) FILTER (sale) AS purchase_days,
       count(DISTINCT order_id) FILTER (sale) AS orders,
       coalesce(sum(revenue_fen) FILTER (recent), 0)::bigint AS monetary_fen, sum(revenue_fen)::bigint AS revenue_fen,
       sum(margin_fen)::bigint AS margin_fen, min(ordered_on) FILTER (sale) AS first_on,
       max(ordered_on) FILTER (sale) AS last_on,
       floor(sum(revenue_fen) / nullif(count(DISTINCT order_id) FILTER (sale), 0) + 0.5)::bigint AS aov_fen
FROM (SELECT *, is_order AND revenue_fen >= 0 AS sale, ordered_on > DATE '{as_of}' - 365 AS recent
      FROM '{path}' WHERE ordered_on <= DATE '{as_of}')
GROUP BY customer_id
"""


def run(size: str) -> Iterator[Measure]:
    rows = ROWS.get(size, 1_000_000)
    with tempfile.TemporaryDirectory(prefix="tuanke-bench-") as folder:
        path = Path(folder, "lines.parquet")
        duckdb.sql(LINES.format(rows=rows, customers=rows // ROWS_EACH, path=path))
        peer_sql = PEER.format(path=path, as_of=AS_OF)
        _agree(path, peer_sql)
        ours = seconds(lambda: _ours(path))
        peer = seconds(lambda: duckdb.sql(peer_sql).to_arrow_table())
    yield Measure(
        "rfm", ours / peer, "x", "<=", 1.3, "DuckDB's own SQL for the same table", ours / peer, size
    )


def _ours(path: Path) -> None:
    _relation(path).to_arrow_table()


def _relation(path: Path) -> duckdb.DuckDBPyRelation:
    engine = ibis.duckdb.connect()
    engine.con.read_parquet(str(path)).create_view("lines")
    return engine.con.sql(engine.compile(activity(ibis.table(ORDER_LINES, name="lines"), AS_OF)))


def _agree(path: Path, peer_sql: str) -> None:
    """Raises RuntimeError unless both give the same table: else the ratio says nothing."""
    ours = _relation(path).to_arrow_table()
    peer = duckdb.sql(peer_sql).to_arrow_table()
    columns = ", ".join(peer.column_names)
    differing = duckdb.sql(
        f"SELECT count(*) FROM (SELECT {columns} FROM ours EXCEPT SELECT {columns} FROM peer)"
    )
    if ours.num_rows != peer.num_rows or differing.fetchall() != [(0,)]:
        raise RuntimeError("the two tables differ")
