"""Claim: everybody is scored in at most 2 s at 100,000 customers and 1,000,000 order lines.

Against: DuckDB reading the same Parquet columns once and adding them up, the least any scoring must do.
"""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import ibis

from benchmarks.measure import FULL, Measure, seconds
from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.scores import customer_scores

AS_OF = date(2026, 11, 21)
CUSTOMERS = {FULL: 100_000}
LINES_EACH = 10

LINES = """
COPY (SELECT i % {n} AS customer_id, i AS order_id, 1::int AS line_no,
             (DATE '2024-11-22' + day)::timestamp AS ordered_at, (DATE '2024-11-22' + day)::date AS ordered_on,
             i % 500 AS product_id, 'c' || (i % 12) AS category, 1::bigint AS quantity,
             (500 + hash(i) % 40000)::bigint AS revenue_fen, (100 + hash(i) % 9000)::bigint AS margin_fen,
             'cost' AS margin_basis, true AS is_order
      FROM (SELECT i, (hash(i, 7) % 730)::int AS day FROM range({n} * {each}) r (i))) TO '{path}' (FORMAT parquet)
"""
PEOPLE = """
COPY (SELECT i AS customer_id, 'person' AS kind, DATE '2024-11-22' AS created_on FROM range({n}) r (i))
TO '{path}' (FORMAT parquet)
"""
LEAST = """
SELECT sum(customer_id), sum(epoch(ordered_on)), sum(revenue_fen), sum(margin_fen) FROM '{path}'
"""


def run(size: str) -> Iterator[Measure]:
    n = CUSTOMERS.get(size, 10_000)
    with tempfile.TemporaryDirectory(prefix="tuanke-bench-") as folder:
        lines, people = Path(folder, "lines.parquet"), Path(folder, "people.parquet")
        duckdb.sql(LINES.format(n=n, each=LINES_EACH, path=lines))
        duckdb.sql(PEOPLE.format(n=n, path=people))
        ours = seconds(lambda: _score(lines, people))
        least = seconds(lambda: duckdb.sql(LEAST.format(path=lines)).fetchall())
    yield Measure("score_everybody", ours, "s", "<=", 2, "one read of the same columns", ours / least, size)


def _score(lines: Path, people: Path) -> None:
    engine = ibis.duckdb.connect()
    tables = engine.read_parquet(lines), engine.read_parquet(people)
    row = engine.con.sql(engine.compile(fit(*tables, AS_OF))).to_arrow_table().to_pylist()[0]
    scores = customer_scores(*tables, AS_OF, Parameters.from_row(row))
    engine.con.sql(engine.compile(scores)).to_arrow_table()
