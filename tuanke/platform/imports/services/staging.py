"""Rows on their way in wait in tables of their own, one set per batch, moved there by COPY."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv
from django.db import connection

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

SLICE = 50_000

TYPES: Mapping[str, str] = {
    "int32": "integer",
    "int64": "bigint",
    "bool": "boolean",
    "string": "text",
    "large_string": "text",
    "date32[day]": "date",
}


def name_of(batch_id: int, part: str) -> str:
    return f"staging_{batch_id}_{part}"


def create(name: str, rows: pa.Table, *, types: Mapping[str, str] | None = None) -> None:
    """A new table `name` with these rows, in the caller's transaction; an older one of that name goes.

    `types` names the SQL type of columns whose Arrow type does not say it (text holding an array or bytes).
    """
    columns = ", ".join(f'"{field.name}" {_sql_type(field, types or {})}' for field in rows.schema)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        cursor.execute(f'CREATE TABLE "{name}" ({columns})')
        _copy(cursor, name, rows)
        cursor.execute(f'ANALYZE "{name}"')


def drop(batch_id: int, *parts: str) -> None:
    with connection.cursor() as cursor:
        for part in parts:
            cursor.execute(f'DROP TABLE IF EXISTS "{name_of(batch_id, part)}"')


def _sql_type(field: pa.Field, types: Mapping[str, str]) -> str:
    if field.name in types:
        return types[field.name]
    if pa.types.is_timestamp(field.type):
        return "timestamptz" if field.type.tz else "timestamp"
    if pa.types.is_decimal(field.type):
        return f"numeric({field.type.precision},{field.type.scale})"
    return TYPES[str(field.type)]


def _copy(cursor: "CursorWrapper", name: str, rows: pa.Table) -> None:
    options = pa.csv.WriteOptions(include_header=False)
    with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT csv)') as copy:
        for start in range(0, rows.num_rows, SLICE):
            text = io.BytesIO()
            pa.csv.write_csv(rows.slice(start, SLICE), text, options)
            copy.write(text.getbuffer())
