"""The fact tables as one engine reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from tuanke.facts.services.store import BUCKETS, SCHEMAS, FactStore, bucket_of
from tuanke.insights.margin import with_stated_margin

AT_ONCE = 2_000_000  # lines; more are worked through in parts of the customers, or they would fill the memory


@dataclass(frozen=True)
class Facts:
    """Expressions are written over these tables; the engine is DuckDB."""

    store: FactStore
    engine: ibis.BaseBackend
    lines: ibis.Table
    customers: ibis.Table
    interactions: ibis.Table
    stated_margin_percent: int | None

    def run(self, query: str) -> pa.Table:
        """Arrow without a detour over data frames."""
        return self.engine.con.sql(query).to_arrow_table()

    def rows(self, expression: ibis.Table) -> pa.Table:
        return self.run(compiled(expression))

    def row(self, expression: ibis.Table) -> dict[str, Any]:
        return dict(self.rows(expression).to_pylist()[0])

    def run_for_each(self, query: str) -> pa.Table:
        """`run` over the whole store for a query whose rows follow from one customer's rows each."""
        count = self.row(self.lines.aggregate(n=self.lines.count()))["n"]
        parts = min(BUCKETS, 1 + count // AT_ONCE)
        done = []
        for part in range(parts):
            self._look_at(range(BUCKETS * part // parts, BUCKETS * (part + 1) // parts))
            done.append(self.run(query))
        self._look_at(range(BUCKETS))
        return pa.concat_tables(done)

    def narrow(self, customer_ids: Sequence[int]) -> None:
        """From now on only these customers are seen."""
        self._look_at(sorted({bucket_of(number) for number in customer_ids}), customer_ids)

    def _look_at(self, buckets: Sequence[int], among: Sequence[int] | None = None) -> None:
        for table in SCHEMAS:
            self.store.read(self.engine, table, buckets, among=among)


def compiled(expression: ibis.Table) -> str:
    """SQL for the engine of `Facts`."""
    return str(ibis.to_sql(expression, dialect="duckdb"))


def tables(stated_margin_percent: int | None) -> tuple[ibis.Table, ibis.Table, ibis.Table]:
    """Lines, customers and interactions by their names, with the margin as the shop wants it worked out."""
    lines, *others = (
        ibis.table(SCHEMAS[name], name=name) for name in ("order_lines", "customers", "interactions")
    )
    return (with_stated_margin(lines, stated_margin_percent), *others)


def open_facts(store: FactStore, stated_margin_percent: int | None) -> Facts:
    engine = ibis.duckdb.connect()
    for table in SCHEMAS:
        store.read(engine, table)
    return Facts(store, engine, *tables(stated_margin_percent), stated_margin_percent)
