"""The counted rows of a file as the tables of `insights`, in DuckDB, and how they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tuanke.analyze.domain.fees import NO_GOODS
from tuanke.insights.tables import CUSTOMERS, ORDER_LINES

# What belongs together refers to each other by number; numbers follow the order of the texts, so that the
# same file gives the same tables. A row without order number is an order of its own, numbered below zero.
PEOPLE = """
CREATE TABLE people AS
SELECT row_number() OVER (ORDER BY key) AS customer_id, *
FROM (SELECT customer_id AS key, arg_min(coalesce(organization, customer_name, nickname), line) AS name,
             CASE WHEN count(organization) > 0 THEN 'org' ELSE 'person' END AS kind,
             min(ordered_on) AS created_on
      FROM rows GROUP BY 1)
"""
GOODS = """
CREATE TABLE goods AS
SELECT row_number() OVER (ORDER BY key) AS product_id, *
FROM (SELECT coalesce(sku, product) AS key, arg_min(coalesce(product, sku), line) AS name
      FROM rows WHERE coalesce(sku, product) IS NOT NULL GROUP BY 1)
WHERE NOT regexp_full_match(lower(trim(name)), '{no_goods}')
"""
ORDERS = """
CREATE TABLE orders AS
SELECT row_number() OVER (ORDER BY key) AS order_id, *
FROM (SELECT order_id AS key, bool_or(amount >= 0) AS is_order FROM rows WHERE order_id IS NOT NULL GROUP BY 1)
"""
# A refund in a column of its own becomes a row of its own, so that what was sold stays sold. The cost comes
# back in the share in which the money goes back.
LINES = """
COPY (
    WITH fen AS (
        SELECT *, CAST(round(amount * 100) AS BIGINT) AS amount_fen,
               CAST(round(abs(cost) * 100) AS BIGINT) * CASE WHEN amount < 0 THEN -1 ELSE 1 END AS cost_fen,
               CAST(round(greatest(coalesce(refund_amount, 0), 0) * 100) AS BIGINT) AS refund_fen
        FROM rows
    ), parts AS (
        SELECT * EXCLUDE (amount_fen, refund_fen), amount_fen AS revenue_fen,
               CAST(round(quantity) AS BIGINT) AS pieces FROM fen
        UNION ALL BY NAME
        SELECT * EXCLUDE (amount_fen, refund_fen, cost_fen), -refund_fen AS revenue_fen, CAST(0 AS BIGINT) AS pieces,
               -CAST(round(cost_fen * (refund_fen / nullif(amount_fen, 0))) AS BIGINT) AS cost_fen
        FROM fen WHERE refund_fen > 0
    )
    SELECT people.customer_id, coalesce(orders.order_id, -line) AS order_id, CAST(line AS INTEGER) AS line_no,
           CAST(ordered_at AS TIMESTAMP) AS ordered_at, ordered_on, goods.product_id, category,
           pieces AS quantity, revenue_fen, revenue_fen - coalesce(cost_fen, 0) AS margin_fen,
           CASE WHEN cost_fen IS NULL THEN 'revenue' ELSE 'cost' END AS margin_basis,
           coalesce(orders.is_order, amount >= 0) AS is_order
    FROM parts
    JOIN people ON people.key = parts.customer_id
    LEFT JOIN orders ON orders.key = parts.order_id
    LEFT JOIN goods ON goods.key = coalesce(sku, product)
) TO '{path}' (FORMAT parquet)
"""


@dataclass(frozen=True)
class Shop:
    """`lines` and `customers` in the shapes ORDER_LINES and CUSTOMERS.

    The engine also has the tables people (customer_id, key, name, kind) and goods (product_id, key, name);
    a fee is no good, so that its lines have no product.
    """

    engine: ibis.BaseBackend
    lines: ir.Table
    customers: ir.Table
    as_of: date

    def table(self, expression: ir.Table) -> pa.Table:
        """Arrow without a detour over data frames."""
        return self.engine.con.sql(self.engine.compile(expression)).to_arrow_table()

    def rows(self, expression: ir.Table) -> list[dict[str, Any]]:
        return list(self.table(expression).to_pylist())

    def row(self, expression: ir.Table) -> dict[str, Any]:
        return self.rows(expression)[0]

    def query(self, sql: str, values: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
        return list(self.engine.con.sql(sql, params=dict(values or {})).to_arrow_table().to_pylist())

    def keep(self, name: str, expression: ir.Table) -> ir.Table:
        """The result as a table that is worked out once."""
        self.engine.con.execute(f'CREATE TABLE "{name}" AS {self.engine.compile(expression)}')
        return ibis.table(expression.schema(), name=name)

    def count_orders(self) -> int:
        """Orders of the file: an order number that two customers share is one."""
        (row,) = self.query("SELECT count(DISTINCT order_id) AS n FROM lines WHERE is_order")
        return int(row["n"])


class TooMuchMoney(Exception):  # noqa: N818  it reads as what happened
    """The amounts do not fit into 64 bits of fen."""


def open_shop(rows: Path, folder: Path, as_of: date) -> Shop:
    """The shop of the rows that `reading.keep_rows` kept; its lines are written to `folder`.

    Raises TooMuchMoney.
    """
    engine = ibis.duckdb.connect(temp_directory=str(folder))
    engine.con.execute("SET TimeZone = 'UTC'")
    engine.con.read_parquet(str(rows)).create_view("rows")
    _refuse_too_much(engine)
    for statement in (
        PEOPLE,
        GOODS.format(no_goods=NO_GOODS),
        ORDERS,
        LINES.format(path=folder / "lines.parquet"),
    ):
        engine.con.execute(statement)
    engine.con.read_parquet(str(folder / "lines.parquet")).create_view("lines")
    return Shop(engine, ibis.table(ORDER_LINES, name="lines"), ibis.table(CUSTOMERS, name="people"), as_of)


def _refuse_too_much(engine: ibis.BaseBackend) -> None:
    """Half of what 64 bits hold, so that differences of sums fit as well."""
    worth = "sum(abs(amount)) + sum(abs(coalesce(refund_amount, 0))) + sum(abs(coalesce(cost, 0)))"
    try:
        (total,) = engine.con.execute(f"SELECT {worth} FROM rows").fetchone()
    except duckdb.Error as error:
        raise TooMuchMoney from error
    if total is not None and total * 100 > 2**62:
        raise TooMuchMoney
