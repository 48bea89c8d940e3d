"""Claims: rows of 100,000 customers with 300,000 orders go from PostgreSQL into the fact store and come back as scores

within 4 s, those of 1,000,000 customers with 10,000,000 lines within 60 s.

Against: one binary COPY of the same lines out of PostgreSQL, the least any reader must wait for.
"""

import time
from collections.abc import Iterator

from benchmarks.measure import FULL, Measure
from benchmarks.shop import empty_shop

SHOPS = {FULL: ((100_000, 300_000, 300_000, 4), (1_000_000, 3_000_000, 10_000_000, 60))}
TENTH_SHOPS = ((10_000, 30_000, 30_000, 4), (100_000, 300_000, 1_000_000, 60))
PRODUCTS = 500

FILL = """
SET session_replication_role = replica;
INSERT INTO customers_customer (id, kind, display_name, created_at)
SELECT i, CASE WHEN i % 20 = 0 THEN 'org' ELSE 'person' END, 'c' || i, TIMESTAMPTZ '2024-01-01'
FROM generate_series(1, {customers}) i;
INSERT INTO catalog_product (id, source, external_id, name, category, unit_cost_fen)
SELECT i, 'b', i::text, 'p' || i, 'c' || i % 12, 300 + i FROM generate_series(1, {products}) i;
INSERT INTO orders_order (id, source, external_id, kind, status, revenue_fen, ordered_at, customer_id)
SELECT i, 'b', i::text, 'order', 'confirmed', 4000,
       TIMESTAMPTZ '2024-11-22' + (hashint8(i) & 1023) % 730 * INTERVAL '1 day', 1 + i % {customers}
FROM generate_series(1, {orders}) i;
INSERT INTO orders_orderline (id, order_id, position, product_id, quantity, revenue_fen)
SELECT i, 1 + i % {orders}, 1 + i / {orders}, 1 + i % {products}, 1, 500 + (hashint8(i) & 32767)
FROM generate_series(1, {lines}) i;
INSERT INTO facts_dirtycustomer (customer_id) SELECT i FROM generate_series(1, {customers}) i;
"""
OUT = "COPY (SELECT * FROM orders_orderline) TO STDOUT (FORMAT binary)"
TABLES = "facts_dirtycustomer, facts_customerscore, orders_orderline, orders_order, catalog_product, customers_customer"


def run(size: str) -> Iterator[Measure]:
    with empty_shop():
        fill(100, 300, 300)
        _updated(100)  # a worker has loaded its engines since its first refresh
        for name, (customers, orders, lines, limit) in zip(
            ("facts_scores", "facts_scores_many"), SHOPS.get(size, TENTH_SHOPS), strict=True
        ):
            fill(customers, orders, lines)
            copied, taken = _copied(), _updated(customers)
            yield Measure(name, taken, "s", "<=", limit, "one COPY of the lines", taken / copied, size)


def fill(customers: int, orders: int, lines: int) -> None:
    """A shop of that size in place of the one before; keys are right by construction and not checked."""
    from django.db import connection

    from tuanke.facts.services.store import open_store

    open_store().clear()
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = 0; SET lock_timeout = 0; TRUNCATE {TABLES} CASCADE")
        cursor.execute(FILL.format(customers=customers, orders=orders, lines=lines, products=PRODUCTS))
        cursor.execute("RESET session_replication_role")
        cursor.execute("VACUUM ANALYZE")


def _updated(customers: int) -> float:
    """Seconds from dirty customers to the last score written."""
    from django.utils import timezone

    from tuanke.facts.models import CustomerScore
    from tuanke.facts.services import refresh, scoring
    from tuanke.facts.services.store import open_store

    started = time.perf_counter()
    store = open_store()
    marks = refresh.refresh(store)
    scoring.score(store, None, at=timezone.now())
    refresh.forget(marks)
    taken = time.perf_counter() - started
    assert CustomerScore.objects.count() == customers
    return taken


def _copied() -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy(OUT) as copy:
        for _ in copy:
            pass
    return time.perf_counter() - started
