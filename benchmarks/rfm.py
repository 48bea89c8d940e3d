"""Claim: recency, frequency and money of everybody over 10,000,000 rows of Parquet take at most 1.3 x DuckDB's own SQL.

Against: the same table in SQL as one writes it for DuckDB, with its COUNT(DISTINCT); once for the three numbers
alone, once for all that is known of a customer's activity. One row is one order.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from benchmarks.measure import FULL, Measure, seconds
from tuanke.insights.rfm import activity, recency_frequency_money
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
THREE = """
SELECT customer_id, DATE '{as_of}' - max(ordered_on) FILTER (sale) AS recency_days,
       count(DISTINCT ordered_on) FILTER (sale AND recent) AS frequency,
       coalesce(sum(revenue_fen) FILTER (recent), 0)::bigint AS monetary_fen
FROM (SELECT *, is_order AND revenue_fen >= 0 AS sale, ordered_on > DATE '{as_of}' - 365 AS recent
      FROM '{path}' WHERE ordered_on <= DATE '{as_of}')
GROUP BY customer_id
"""
ALL = """
SELECT customer_id, DATE '{as_of}' - max(ordered_on) FILTER (sale) AS recency_days,
       count(DISTINCT ordered_on) FILTER (sale AND recent) AS frequency,
       coalesce(sum(revenue_fen) FILTER (recent), 0)::bigint AS monetary_fen,
       count(DISTINCT ordered_on) FILTER (sale) AS purchase_days,
       count(DISTINCT order_id) FILTER (sale) AS orders, sum(revenue_fen)::bigint AS revenue_fen,
       sum(margin_fen)::bigint AS margin_fen, min(ordered_on) FILTER (sale) AS first_on,
       max(ordered_on) FILTER (sale) AS last_on,
       floor(sum(revenue_fen) / nullif(count(DISTINCT order_id) FILTER (sale), 0) + 0.5)::bigint AS aov_fen
FROM (SELECT *, is_order AND revenue_fen >= 0 AS sale, ordered_on > DATE '{as_of}' - 365 AS recent
      FROM '{path}' WHERE ordered_on <= DATE '{as_of}')
GROUP BY customer_id
"""


def run(size: str) -> Iterator[Measure]:
    rows = ROWS.get(size, 1_000_000)
    table = ibis.table(ORDER_LINES, name="lines")
    three = recency_frequency_money(table, AS_OF)
    three = three.select("customer_id", "recency_days", "frequency", "monetary_fen")
    with tempfile.TemporaryDirectory(prefix="tuanke-bench-") as folder:
        path = Path(folder, "lines.parquet")
        duckdb.sql(LINES.format(rows=rows, customers=rows // ROWS_EACH, path=path))
        for name, expression, sql in (("rfm", three, THREE), ("activity", activity(table, AS_OF), ALL)):
            ratio = _ratio(path, expression, sql.format(path=path, as_of=AS_OF))
            yield Measure(name, ratio, "x", "<=", 1.3, "DuckDB's own SQL for the same table", ratio, size)


def _ratio(path: Path, expression: ir.Table, peer_sql: str) -> float:
    _agree(_relation(path, expression).to_arrow_table(), duckdb.sql(peer_sql).to_arrow_table())
    ours = seconds(lambda: _relation(path, expression).to_arrow_table())
    return ours / seconds(lambda: duckdb.sql(peer_sql).to_arrow_table())


def _relation(path: Path, expression: ir.Table) -> duckdb.DuckDBPyRelation:
    """Compiled anew every time, as a caller would."""
    engine = ibis.duckdb.connect()
    engine.con.read_parquet(str(path)).create_view("lines")
    return engine.con.sql(engine.compile(expression))


def _agree(ours: pa.Table, peer: pa.Table) -> None:
    """Raises RuntimeError unless both are the same table: else the ratio says nothing."""
    columns = ", ".join(peer.column_names)
    differing = duckdb.sql(
        f"SELECT count(*) FROM (SELECT {columns} FROM ours EXCEPT SELECT {columns} FROM peer)"
    )
    if ours.num_rows != peer.num_rows or differing.fetchall() != [(0,)]:
        raise RuntimeError("the two tables differ")
