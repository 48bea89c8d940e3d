"""What an import left behind, in numbers: equal for two imports of the same file that did the same."""

from dataclasses import dataclass
from typing import Any

import psycopg

QUERY = """
WITH mine AS (SELECT DISTINCT customer_id FROM customers_externalidentity WHERE source = %(source)s),
     taken AS (SELECT * FROM orders_order WHERE source = %(source)s)
SELECT (SELECT count(*) FROM mine),
       (SELECT count(*) FROM taken),
       (SELECT count(*) FROM orders_orderline WHERE order_id IN (SELECT id FROM taken)),
       (SELECT coalesce(sum(revenue_fen), 0)::bigint FROM taken),
       (SELECT coalesce(sum(revenue_fen), 0)::bigint
        FROM orders_orderline WHERE order_id IN (SELECT id FROM taken)),
       (SELECT count(*) FROM engagement_customerevent JOIN mine USING (customer_id)),
       (SELECT count(*) FROM facts_customerscore JOIN mine USING (customer_id)),
       (SELECT coalesce(sum(orders), 0) FROM facts_customerscore JOIN mine USING (customer_id)),
       (SELECT coalesce(sum(revenue_fen), 0)::bigint FROM facts_customerscore JOIN mine USING (customer_id)),
       (SELECT count(*) FROM classes_customerclass JOIN mine USING (customer_id)),
       (SELECT array_agg((state, rows, created, updated, unchanged, rejected)::text)
        FROM imports_importbatch WHERE source = %(source)s)
"""


@dataclass(frozen=True)
class Outcome:
    customers: int
    orders: int
    lines: int
    revenue: int
    revenue_of_lines: int
    events: int
    scored: int
    orders_scored: int
    revenue_scored: int
    classified: int
    batches: list[str]


def outcome(connection: psycopg.Connection[tuple[Any, ...]], source: str) -> Outcome:
    row = connection.execute(QUERY, {"source": source}).fetchone()
    assert row is not None
    return Outcome(*row)
