"""One step of staged orders into the books, set by set."""

from django.db import connection

from tuanke.engagement.services import events
from tuanke.facts.services import dirty
from tuanke.platform.imports.services.importers import Counts

MATCH = """
CREATE TEMP TABLE step_orders ON COMMIT DROP AS
SELECT s.*, p.customer_id, old.id AS old_id, old.status AS old_status, old.customer_id AS old_customer_id,
       CASE WHEN old.id IS NULL THEN 'created' WHEN old.content_hash = s.content_hash THEN 'unchanged'
            ELSE 'updated' END AS outcome
FROM {orders} s
JOIN {people} p ON p.key = s.customer_key
LEFT JOIN orders_order old ON old.source = %(source)s AND old.external_id = s.order_key
WHERE s.step = %(step)s
"""
WRITE_ORDERS = """
INSERT INTO orders_order (customer_id, source, external_id, kind, status, source_status, channel, revenue_fen,
                          refunded_fen, content_hash, batch_id, ordered_at)
SELECT customer_id, %(source)s, order_key, kind,
       CASE WHEN state = 'counted' THEN 'confirmed'
            WHEN source_status ~* '待付|未付|等待买家付款|unpaid|pending' THEN 'awaiting_payment'
            ELSE 'cancelled' END,
       left(source_status, 80), left(channel, 40), revenue_fen, refunded_fen, content_hash, %(batch)s, ordered_at
FROM step_orders WHERE outcome <> 'unchanged'
ON CONFLICT (source, external_id) DO UPDATE SET
    customer_id = excluded.customer_id, kind = excluded.kind, status = excluded.status,
    source_status = excluded.source_status, channel = excluded.channel, revenue_fen = excluded.revenue_fen,
    refunded_fen = excluded.refunded_fen, content_hash = excluded.content_hash, ordered_at = excluded.ordered_at,
    recorded_at = now()
"""
REMOVE_OLD_LINES = """
DELETE FROM orders_orderline l USING step_orders s WHERE s.outcome = 'updated' AND l.order_id = s.old_id
"""
WRITE_LINES = """
INSERT INTO orders_orderline (order_id, position, product_id, quantity, revenue_fen, discount_fen, refunded_fen,
                              cost_fen)
SELECT o.id, l.position, pr.id, l.quantity, l.revenue_fen, l.discount_fen, l.refunded_fen, l.cost_fen
FROM step_orders s
JOIN orders_order o ON o.source = %(source)s AND o.external_id = s.order_key
JOIN {lines} l ON l.order_key = s.order_key
LEFT JOIN catalog_product pr ON pr.source = %(source)s AND pr.external_id = left(l.product_key, 200)
WHERE s.outcome <> 'unchanged'
"""
EVENTS = """
SELECT o.customer_id, CASE WHEN o.kind = 'refund' THEN 'order.refunded' ELSE 'order.placed' END, 'order', o.uid,
       jsonb_build_object('number', o.external_id, 'revenue_fen', o.revenue_fen), o.ordered_at
FROM step_orders s JOIN orders_order o ON o.source = %(source)s AND o.external_id = s.order_key
WHERE o.status = 'confirmed' AND s.outcome <> 'unchanged'
  AND (s.old_status IS NULL OR s.old_status NOT IN ('confirmed', 'completed'))
"""
CHANGED = """
SELECT customer_id FROM step_orders WHERE outcome <> 'unchanged'
UNION ALL SELECT old_customer_id FROM step_orders WHERE outcome = 'updated'
"""
COUNT = "SELECT outcome, coalesce(sum(file_rows), 0) FROM step_orders GROUP BY outcome"


def open_for_writing(orders: str, lines: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX "{orders}_step" ON "{orders}" (step)')
        cursor.execute(f'CREATE INDEX "{lines}_key" ON "{lines}" (order_key)')


def write(*, orders: str, lines: str, people: str, step: int, source: str, batch_id: int) -> Counts:
    """Create, update or leave the orders of one step, in the caller's transaction."""
    values: dict[str, str | int] = {"step": step, "source": source, "batch": batch_id}
    tables = {"orders": f'"{orders}"', "lines": f'"{lines}"', "people": f'"{people}"'}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS step_orders")
        cursor.execute(MATCH.format(**tables), values)
        cursor.execute("ANALYZE step_orders")
        for statement in (WRITE_ORDERS, REMOVE_OLD_LINES, WRITE_LINES):
            cursor.execute(statement.format(**tables), values)
        cursor.execute(COUNT)
        outcomes = {outcome: int(rows) for outcome, rows in cursor.fetchall()}
    events.record_each(EVENTS, values)
    dirty.mark_dirty_each(CHANGED, values)
    return Counts(**outcomes)
