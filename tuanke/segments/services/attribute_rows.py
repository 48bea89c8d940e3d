"""The attributes rules may ask for, as a fact table: one row per customer, one column per attribute.

Its name carries a digest of its columns: when a room offers other attributes there is no such table yet, and
it is written anew.
"""

import hashlib
import io
from collections.abc import Sequence

import ibis
import pyarrow as pa
import pyarrow.csv
from django.db import connection

from tuanke.customers.selectors.customers import list_active
from tuanke.facts.services.store import FactStore
from tuanke.segments.domain.expression import column_of
from tuanke.segments.selectors.vocabulary import attributes

TYPES = {
    "choice": pa.string(),
    "text": pa.string(),
    "number": pa.float64(),
    "money": pa.int64(),
    "day": pa.date32(),
}


def schema() -> pa.Schema:
    columns = [(column_of(name), TYPES[source.attribute.type]) for name, source in attributes().items()]
    return pa.schema([("customer_id", pa.int64()), *columns])


def table_name() -> str:
    told = ",".join(f"{field.name}:{field.type}" for field in schema())
    return f"rule_attributes_{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def refresh(store: FactStore, customer_ids: Sequence[int] | None) -> None:
    """Bring the rows of these customers up to date with PostgreSQL, or of everybody."""
    if not store.has(table_name()):
        customer_ids = None
    gone = None if customer_ids is None else pa.chunked_array([pa.array(customer_ids, pa.int64())])
    store.replace(table_name(), gone, read(customer_ids))


def read(customer_ids: Sequence[int] | None) -> pa.Table:
    """As PostgreSQL has them in the caller's transaction; blank text is a missing value."""
    columns = [source.path for source in attributes().values()]
    query, values = list_active(customer_ids).values_list("pk", *columns).query.sql_with_params()
    text = io.BytesIO()
    with connection.cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)", values) as copy:
        for part in copy:
            text.write(part)
    wanted = schema()
    if not text.tell():
        return wanted.empty_table()
    text.seek(0)
    return pa.csv.read_csv(
        text,
        pa.csv.ReadOptions(column_names=wanted.names),
        pa.csv.ParseOptions(newlines_in_values=True),
        pa.csv.ConvertOptions(
            column_types=wanted, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True
        ),
    )


def stored(store: FactStore, engine: ibis.BaseBackend) -> ibis.Table:
    """The fact table as an expression on `engine`."""
    return store.read(engine, table_name(), schema=ibis.Schema.from_pyarrow(schema()))
