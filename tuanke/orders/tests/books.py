"""The books as a merchant would compare them: no ids of ours, no times of recording."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

BOOKS = {
    "orders": """
        SELECT o.source, o.external_id, o.kind, o.status, o.revenue_fen, o.refunded_fen, o.ordered_at, c.display_name
        FROM orders_order o JOIN customers_customer c ON c.id = o.customer_id""",
    "lines": """
        SELECT o.external_id, l.position, p.name, l.quantity, l.revenue_fen, l.discount_fen, l.refunded_fen, l.cost_fen
        FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
        LEFT JOIN catalog_product p ON p.id = l.product_id""",
    "customers": "SELECT kind, display_name, province, city, channel, created_at FROM customers_customer",
    "identities": """
        SELECT i.source, i.external_id, c.display_name
        FROM customers_externalidentity i JOIN customers_customer c ON c.id = i.customer_id""",
    "numbers": """
        SELECT c.display_name, p.type, encode(p.value_hash, 'hex'), p.tail, p.is_identity
        FROM customers_contactpoint p JOIN customers_customer c ON c.id = p.customer_id""",
    "people": """
        SELECT o.display_name, p.display_name, a.roles[1] FROM customers_affiliation a
        JOIN customers_customer o ON o.id = a.organization_id JOIN customers_customer p ON p.id = a.person_id""",
    "timeline": """
        SELECT c.display_name, e.verb, e.detail::text, e.occurred_at
        FROM engagement_customerevent e JOIN customers_customer c ON c.id = e.customer_id""",
    "products": "SELECT source, external_id, name, category FROM catalog_product",
}


def books() -> dict[str, list[tuple[Any, ...]]]:
    return {name: sorted(rows(query), key=repr) for name, query in BOOKS.items()}


def rows(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens inside did not happen."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
