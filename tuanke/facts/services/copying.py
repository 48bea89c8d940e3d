"""Arrow rows into PostgreSQL by COPY, where Django holds the connection."""

import io

import pyarrow as pa
import pyarrow.csv
from django.db.backends.utils import CursorWrapper


def copy_rows(cursor: CursorWrapper, table: str, rows: pa.Table) -> None:
    """Append the rows, whose columns are the table's in their order."""
    text = io.BytesIO()
    pa.csv.write_csv(rows, text, pa.csv.WriteOptions(include_header=False))
    with cursor.copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
        copy.write(text.getbuffer())
