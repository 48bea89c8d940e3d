"""Bringing the fact store up to date with PostgreSQL, for the customers marked dirty."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import adbc_driver_postgresql.dbapi
import pyarrow as pa
from django.conf import settings
from django.db import connection

from tuanke.facts.domain.sources import FactSource
from tuanke.facts.services.sources import connected
from tuanke.facts.services.store import BUCKETS, SCHEMAS, FactStore

SLICE = 25_000  # customers fetched at once
Read = tuple[pa.Table, dict[str, pa.Table]]  # marks of dirty customers, and their rows by fact table
NO_MARKS = pa.schema({"customer_id": pa.int64(), "mark": pa.int64()})


def refresh(store: FactStore) -> pa.Table:
    """Rewrite what is stored of every dirty customer; gives their marks (customer_id, mark).

    The marks stay until `forget`: killed at any moment before, the next refresh does the same work again.
    """
    done: list[pa.Table] = []
    for marks, rows in _read_ahead(_slices()):
        for table, fresh in rows.items():
            store.replace(table, marks["customer_id"], fresh.cast(SCHEMAS[table].to_pyarrow()))
        done.append(marks)
    return pa.concat_tables(done) if done else NO_MARKS.empty_table()


def _read_ahead(slices: list[tuple[int, int]]) -> Iterator[Read]:
    """PostgreSQL yields the next slice while the one before is stored."""
    uri, coming = _uri(), None
    with ThreadPoolExecutor(1) as reader:
        for low, high in slices:
            following = reader.submit(_read, uri, low, high)
            if coming:
                yield coming.result()
            coming = following
        if coming:
            yield coming.result()


def _read(uri: str, low: int, high: int) -> Read:
    with _snapshot(uri) as cursor:
        marks = _fetch(
            cursor, f"SELECT customer_id, mark FROM facts_dirtycustomer WHERE {_within(low, high)}"
        )
        return marks, {source.table: _fetch(cursor, _query(source, low, high)) for source in connected()}


def _slices() -> list[tuple[int, int]]:
    """Ranges of buckets with about SLICE dirty customers each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM facts_dirtycustomer")
        row = cursor.fetchone()
    count = int(row[0]) if row else 0
    if not count:
        return []
    parts = min(BUCKETS, -(-count // SLICE))
    edges = [BUCKETS * part // parts for part in range(parts + 1)]
    return list(itertools.pairwise(edges))


class _snapshot:  # noqa: N801
    """A cursor over Arrow; everything it reads is of one moment."""

    def __init__(self, uri: str) -> None:
        self._uri = uri

    def __enter__(self) -> Any:
        self._connection = adbc_driver_postgresql.dbapi.connect(self._uri)
        self._cursor = self._connection.cursor()
        self._cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return self._cursor

    def __exit__(self, *_: object) -> None:
        self._cursor.close()
        self._connection.rollback()
        self._connection.close()


def _uri() -> str:
    database = connection.settings_dict
    parts = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    return " ".join(f"{name}='{_quoted(value)}'" for name, value in parts.items() if value)


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace("'", "\\'")


def _within(low: int, high: int) -> str:
    return f"customer_id % {BUCKETS} >= {low} AND customer_id % {BUCKETS} < {high}"


def _query(source: FactSource, low: int, high: int) -> str:
    customers = f"SELECT customer_id FROM facts_dirtycustomer WHERE {_within(low, high)}"
    return source.sql.format(customers=customers, zone=f"'{settings.TIME_ZONE}'")


def _fetch(cursor: Any, query: str) -> pa.Table:
    cursor.execute(query)
    return cursor.fetch_arrow_table()


def forget(marks: pa.Table) -> None:
    """What followed from these marks is done. A customer marked again since stays dirty."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM facts_dirtycustomer d"
            " USING unnest(%s::bigint[], %s::bigint[]) AS seen (customer_id, mark)"
            " WHERE d.customer_id = seen.customer_id AND d.mark = seen.mark",
            [marks["customer_id"].to_pylist(), marks["mark"].to_pylist()],
        )
