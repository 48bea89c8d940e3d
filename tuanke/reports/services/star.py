"""The fact store as reports ask it: one DuckDB per thread, as long as the store holds the same files."""

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

import ibis
import pyarrow as pa
from django.conf import settings

from tuanke.facts.services.store import SCHEMAS, FactStore, open_store
from tuanke.insights.margin import with_stated_margin
from tuanke.reports.domain.rows import Star
from tuanke.segments.domain.expression import VALUES
from tuanke.segments.services import attribute_rows

IDS = pa.schema({"customer_id": pa.int64()})
AMONG = ibis.table(ibis.Schema.from_pyarrow(IDS), name="asked_among")
KEPT = tuple(ibis.table({"key": "string"}, name=f"kept_{number}") for number in range(2))
Keys = tuple[tuple[str, ...], ...]  # per breakdown those that stay apart
_kept = threading.local()


def rows_of_query(query: str, among: pa.Table | None, kept: Keys) -> Sequence[Mapping[str, Any]]:
    """The rows of a query over the tables of `star`; not to be changed.

    What concerns everybody is kept until a file of the store changes: many open the same report.
    """
    store = open_store()
    if among is not None:
        return _engine(store).run(query, among, kept)
    stamp = frozenset((path, path.stat().st_mtime_ns) for path in store.files())
    return _of_everybody(stamp, query, kept)


@lru_cache(maxsize=128)
def _of_everybody(_stamp: object, query: str, kept: Keys) -> Sequence[Mapping[str, Any]]:
    return _engine(open_store()).run(query, None, kept)


def _engine(store: FactStore) -> "Engine":
    files = store.files()
    if getattr(_kept, "files", None) != files:
        _kept.engine, _kept.files = Engine(store), files
    return cast("Engine", _kept.engine)


class Engine:
    def __init__(self, store: FactStore) -> None:
        self._engine = ibis.duckdb.connect()
        for table in SCHEMAS:
            store.read(self._engine, table)
        attribute_rows.stored(store, self._engine)

    def run(self, query: str, among: pa.Table | None, kept: Keys) -> list[dict[str, Any]]:
        if among is not None:
            self._engine.con.register(AMONG.get_name(), among)
        for table, keys in zip(KEPT, kept, strict=False):
            self._engine.con.register(table.get_name(), pa.table({"key": pa.array(keys, pa.string())}))
        return cast("list[dict[str, Any]]", self._engine.con.sql(query).to_arrow_table().to_pylist())


def star(stated_margin_percent: int | None, in_rows: frozenset[str], *, is_among: bool) -> Star:
    """The tables by the names they have in the engine."""
    lines, refunds, interactions, customers = (
        ibis.table(SCHEMAS[name], name=name)
        for name in ("order_lines", "refunds", "interactions", "customers")
    )
    return Star(
        lines=with_stated_margin(lines, stated_margin_percent),
        refunds=refunds,
        interactions=interactions,
        customers=customers,
        attributes=ibis.table(
            ibis.Schema.from_pyarrow(attribute_rows.schema()), name=attribute_rows.table_name()
        ),
        values=ibis.table(VALUES, name=attribute_rows.values_table_name()),
        in_rows=in_rows,
        among=AMONG if is_among else None,
        zone=settings.TIME_ZONE,
    )
