"""The fact tables as one engine reads them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import ibis
import pyarrow as pa

from tuanke.facts.services.store import BUCKETS, SCHEMAS, FactStore, as_table, bucket_of
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

    def rows(self, expression: ibis.Table) -> pa.Table:
        """Arrow without a detour over data frames."""
        return self.engine.con.sql(self.engine.compile(expression)).to_arrow_table()

    def row(self, expression: ibis.Table) -> dict[str, Any]:
        return dict(self.rows(expression).to_pylist()[0])

    def rows_of_each(self, expression: ibis.Table) -> pa.Table:
        """`rows` of the whole store for an expression whose rows follow from one customer's rows each."""
        count = self.row(self.lines.aggregate(n=self.lines.count()))["n"]
        query, parts = self.engine.compile(expression), min(BUCKETS, 1 + count // AT_ONCE)
        done = []
        for part in range(parts):
            self._look_at(range(BUCKETS * part // parts, BUCKETS * (part + 1) // parts))
            done.append(self.engine.con.sql(query).to_arrow_table())
        self._look_at(range(BUCKETS))
        return pa.concat_tables(done)

    def _look_at(self, buckets: range) -> None:
        for table in SCHEMAS:
            self.store.read(self.engine, table, buckets)


def open_facts(
    store: FactStore, stated_margin_percent: int | None, customer_ids: Sequence[int] | None = None
) -> Facts:
    """The whole store, or these customers' part of it, with the margin as the shop wants it worked out."""
    engine = ibis.duckdb.connect()
    buckets = None if customer_ids is None else sorted({bucket_of(number) for number in customer_ids})
    tables = [store.read(engine, table, buckets) for table in ("order_lines", "customers", "interactions")]
    if customer_ids is not None:
        wanted = as_table(engine, "wanted", pa.table({"customer_id": pa.array(customer_ids, pa.int64())}))
        tables = [table.semi_join(wanted, "customer_id") for table in tables]
    lines, customers, interactions = tables
    lines = with_stated_margin(lines, stated_margin_percent)
    return Facts(store, engine, lines, customers, interactions, stated_margin_percent)
