"""Arrow rows into PostgreSQL and out of it by COPY, where Django holds the connection."""

import io
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.csv
from django.db import connection
from django.db.backends.utils import CursorWrapper


def copy_rows(cursor: CursorWrapper, table: str, rows: pa.Table) -> None:
    """Append the rows, whose columns are the table's in their order."""
    text = io.BytesIO()
    pa.csv.write_csv(rows, text, pa.csv.WriteOptions(include_header=False))
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        copy.write(text.getbuffer())


def fetch(query: str, values: Sequence[Any], schema: pa.Schema) -> pa.Table:
    """What the query gives in the caller's transaction, as `schema`'s columns in their order; blank text is null."""
    text = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", values) as copy:
        for part in copy:
            text.write(part)
    if not text.tell():
        return schema.empty_table()
    text.seek(0)
    return pa.csv.read_csv(
        text,
        pa.csv.ReadOptions(column_names=schema.names),
        pa.csv.ParseOptions(newlines_in_values=True),
        pa.csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
        ),
    )
