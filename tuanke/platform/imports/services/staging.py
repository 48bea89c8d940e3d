"""Rows on their way in wait in tables of their own, one set per batch, moved there by COPY."""

import io
import itertools
from collections.abc import Iterable, Mapping

import pyarrow as pa
import pyarrow.csv
from django.db import connection

WITHOUT_HEADER = pa.csv.WriteOptions(include_header=False)

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


def create(name: str, slices: Iterable[pa.Table], *, types: Mapping[str, str] | None = None) -> None:
    """A new table `name` with these rows, in the caller's transaction; an older one of that name goes.

    There is at least one slice. `types` names the SQL type of columns whose Arrow type does not say it (text
    holding an array or bytes).
    """
    rows = iter(slices)
    first = next(rows)
    columns = ", ".join(f'"{field.name}" {_sql_type(field, types or {})}' for field in first.schema)
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE IF EXISTS "{name}"')
        cursor.execute(f'CREATE TABLE "{name}" ({columns})')
        with cursor.copy(f'COPY "{name}" FROM STDIN (FORMAT csv)') as copy:
            for slice_ in itertools.chain([first], rows):
                text = io.BytesIO()
                pa.csv.write_csv(slice_, text, WITHOUT_HEADER)
                copy.write(text.getbuffer())
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
