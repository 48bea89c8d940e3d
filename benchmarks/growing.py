"""A shop made larger by copies of itself: names, numbers and orders as the importer wrote them, keys shifted."""

from typing import Any

SHIFTED = {
    "customers_customer": {
        "id": "id + {customers}",
        "uid": "gen_random_uuid()",
        "created_at": "created_at - {n} * INTERVAL '1 second'",
    },
    "customers_contactpoint": {
        "id": "id + {contacts}",
        "customer_id": "customer_id + {customers}",
        "value_hash": "sha256(value_hash || '{n}'::bytea)",
    },
    "customers_externalidentity": {
        "id": "id + {identities}",
        "customer_id": "customer_id + {customers}",
        "external_id": "external_id || '-{n}'",
    },
    "orders_order": {
        "id": "id + {orders}",
        "uid": "gen_random_uuid()",
        "customer_id": "customer_id + {customers}",
        "external_id": "external_id || '-{n}'",
        "ordered_at": "ordered_at - {n} * INTERVAL '1 hour'",
    },
    "orders_orderline": {"id": "id + {lines}", "order_id": "order_id + {orders}"},
}
KEYS = dict(zip(("customers", "contacts", "identities", "orders", "lines"), SHIFTED, strict=True))


def grow(times: int) -> None:
    """The shop so many times over; everybody is marked as changed."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SET statement_timeout = 0; SET lock_timeout = 0; SET session_replication_role = replica"
        )
        steps = {key: _one(cursor, f"SELECT max(id) FROM {table}") for key, table in KEYS.items()}
        own = {table: f"id <= {steps[key]}" for key, table in KEYS.items()}
        for n in range(1, times):
            shifts = {key: step * n for key, step in steps.items()} | {"n": n}
            for table, shifted in SHIFTED.items():
                columns = _columns(cursor, table)
                values = [shifted.get(column, column).format(**shifts) for column in columns]
                cursor.execute(
                    f"INSERT INTO {table} ({', '.join(columns)})"
                    f" SELECT {', '.join(values)} FROM {table} WHERE {own[table]}"
                )
        cursor.execute("RESET session_replication_role")
        cursor.execute(
            "INSERT INTO facts_dirtycustomer (customer_id) SELECT id FROM customers_customer ON CONFLICT DO NOTHING"
        )
        cursor.execute("VACUUM ANALYZE")


def _one(cursor: Any, query: str) -> int:
    cursor.execute(query)
    return int(cursor.fetchone()[0])


def _columns(cursor: Any, table: str) -> list[str]:
    cursor.execute(
        "SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
        " AND NOT attisdropped AND attgenerated = ''",
        [table],
    )
    return [name for (name,) in cursor.fetchall()]
