"""The attributes rules may ask for, as two fact tables.

One has a row per customer with a column per attribute, the other a row per value of those that have rows of
their own. Their names carry a digest of what every shop may ask: when a room offers other attributes there are no such
tables yet, and they are written anew.
"""

import hashlib
from collections.abc import Sequence

import ibis
import pyarrow as pa
from django.db import connection, transaction

from tuanke.customers.selectors.customers import list_active
from tuanke.facts.services.copying import fetch
from tuanke.facts.services.store import FactStore
from tuanke.kit.rules import RuleValues
from tuanke.segments.domain.expression import VALUES, column_of
from tuanke.segments.selectors.vocabulary import Sources, attributes, standing_attributes
from tuanke.segments.services import value_rows

TYPES = {
    "choice": pa.string(),
    "text": pa.string(),
    "number": pa.float64(),
    "money": pa.int64(),
    "day": pa.date32(),
}


def schema() -> pa.Schema:
    columns = [(column_of(name), TYPES[source.attribute.type]) for name, source in _columns().items()]
    return pa.schema([("customer_id", pa.int64()), *columns])


def table_name() -> str:
    return f"rule_attributes_{_digest()}"


def values_table_name() -> str:
    return f"rule_values_{_digest()}"


def refresh(store: FactStore, customer_ids: Sequence[int] | None) -> None:
    """Bring the rows of these customers up to date with PostgreSQL, or of everybody."""
    if not is_stored(store):
        customer_ids = None
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")  # of everybody it takes as long as it takes
        values, columns = value_rows.read(attributes(), customer_ids), _read(customer_ids)
    gone = None if customer_ids is None else pa.chunked_array([pa.array(customer_ids, pa.int64())])
    store.replace(values_table_name(), gone, values)
    store.replace(table_name(), gone, columns)


def is_stored(store: FactStore) -> bool:
    return store.has(table_name())


def stored(store: FactStore, engine: ibis.BaseBackend) -> tuple[ibis.Table, ibis.Table]:
    """Columns and values as expressions on `engine`."""
    columns = store.read(engine, table_name(), schema=ibis.Schema.from_pyarrow(schema()))
    return columns, store.read(engine, values_table_name(), schema=VALUES)


def _columns() -> Sources:
    """Those that are on the customer's own row, or one joined to it."""
    every = standing_attributes().items()
    return {name: source for name, source in every if not isinstance(source.path, RuleValues)}


def _digest() -> str:
    told = ",".join(f"{name}:{source.attribute.type}" for name, source in standing_attributes().items())
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _read(customer_ids: Sequence[int] | None) -> pa.Table:
    """As PostgreSQL has them in the caller's transaction; blank text is a missing value."""
    columns = [source.path for source in _columns().values()]
    query, values = list_active(customer_ids).values_list("pk", *columns).query.sql_with_params()
    return fetch(query, values, schema())
