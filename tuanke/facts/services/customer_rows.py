"""What `insights` says of customers into PostgreSQL: staged by COPY, then only what differs is written."""

from collections.abc import Sequence
from dataclasses import dataclass

import ibis
import pyarrow as pa
from django.db import connection

from tuanke.facts.services.copying import copy_rows
from tuanke.insights.tables import CUSTOMER_ENGAGEMENTS, CUSTOMER_INTERESTS, CUSTOMER_NEEDS


@dataclass(frozen=True)
class Kept:
    """A table whose columns are those of `schema`; `key` begins with customer_id."""

    table: str
    schema: ibis.Schema
    key: tuple[str, ...] = ("customer_id",)

    @property
    def names(self) -> str:
        return ", ".join(self.schema.names)

    @property
    def values(self) -> list[str]:
        return [name for name in self.schema.names if name not in self.key]


INTERESTS = Kept("facts_customerinterest", CUSTOMER_INTERESTS, ("customer_id", "category"))
ENGAGEMENTS = Kept("facts_customerengagement", CUSTOMER_ENGAGEMENTS)
NEEDS = Kept("facts_customerneed", CUSTOMER_NEEDS)


def replace(kept: Kept, rows: pa.Table, *, among: Sequence[int] | None) -> None:
    """The rows of everybody, or only `among` these customers, are these now."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(
            f"CREATE TEMP TABLE fresh_rows ON COMMIT DROP AS SELECT {kept.names} FROM {kept.table} WITH NO DATA"
        )
        copy_rows(cursor, "fresh_rows", rows.select(kept.schema.names))
        cursor.execute("ANALYZE fresh_rows")
        cursor.execute(_remove(kept), {"all": among is None, "among": list(among or [])})
        cursor.execute(_merge(kept))
        cursor.execute("DROP TABLE fresh_rows")


def forget_gone(kept: Kept, *, among: Sequence[int] | None) -> None:
    """Without the rows of whoever has no score any more: of all, or only `among` these customers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {kept.table} i WHERE (%(all)s OR i.customer_id = ANY(%(among)s::bigint[]))"
            " AND NOT EXISTS (SELECT FROM facts_customerscore s WHERE s.customer_id = i.customer_id)",
            {"all": among is None, "among": list(among or [])},
        )


def _remove(kept: Kept) -> str:
    same = " AND ".join(f"f.{name} = i.{name}" for name in kept.key)
    return (
        f"DELETE FROM {kept.table} i WHERE (%(all)s OR i.customer_id = ANY(%(among)s::bigint[]))"
        f" AND NOT EXISTS (SELECT FROM fresh_rows f WHERE {same})"
    )


def _merge(kept: Kept) -> str:
    key, values = ", ".join(kept.key), kept.values
    return (
        f"INSERT INTO {kept.table} AS old ({kept.names}) SELECT {kept.names} FROM fresh_rows ORDER BY {key}"
        f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{v} = excluded.{v}' for v in values)}"
        f" WHERE ({', '.join(f'old.{v}' for v in values)})"
        f" IS DISTINCT FROM ({', '.join(f'excluded.{v}' for v in values)})"
    )
