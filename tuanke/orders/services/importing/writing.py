"""One step of staged orders into the books, set by set."""

from collections.abc import Mapping

from django.db import connection

from tuanke.customers.services.merging.standing import standing_for
from tuanke.engagement.services import events
from tuanke.facts.services import dirty
from tuanke.platform.imports.services import before
from tuanke.platform.imports.services.importers import Counts

SQL_TYPES = {"origin": "jsonb"}

# New orders get their id here, so that lines and events need not look for them. Looked up one by one (LATERAL): the
# planner would rather read all orders from end to end for every step, which makes a long file quadratic.
MATCH = """
CREATE TEMP TABLE step_orders ON COMMIT DROP AS
SELECT s.no, s.order_key, s.kind, left(s.source_status, 80) AS source_status, left(s.channel, 40) AS channel,
       s.ordered_at, s.revenue_fen, s.refunded_fen, s.file_rows, s.content_hash, s.origin, p.customer_id,
       CASE WHEN s.state = 'counted' THEN 'confirmed'
            WHEN s.source_status ~* '待付|未付|等待买家付款|unpaid|pending' THEN 'awaiting_payment'
            ELSE 'cancelled' END AS status,
       coalesce(old.id, nextval('orders_order_id_seq')) AS id, coalesce(old.uid, gen_random_uuid()) AS uid,
       old.status AS old_status, old.customer_id AS old_customer_id,
       CASE WHEN old.id IS NULL THEN 'created' WHEN old.content_hash = s.content_hash THEN 'unchanged'
            ELSE 'updated' END AS outcome
FROM {orders} s
JOIN LATERAL (SELECT customer_id FROM {people} WHERE n = s.customer_n LIMIT 1) p ON true
LEFT JOIN LATERAL (
    SELECT id, uid, status, customer_id, content_hash FROM orders_order
    WHERE source = %(source)s AND external_id = s.order_key LIMIT 1
) old ON true
WHERE s.step = %(step)s
"""
INSERT_ORDERS = """
INSERT INTO orders_order (id, uid, customer_id, source, external_id, kind, status, source_status, channel,
                          revenue_fen, refunded_fen, content_hash, origin, batch_id, ordered_at)
SELECT id, uid, customer_id, %(source)s, order_key, kind, status, source_status, channel,
       revenue_fen, refunded_fen, content_hash, origin, %(batch)s, ordered_at
FROM step_orders WHERE outcome = 'created' ORDER BY no
"""
BEFORE = """
SELECT %(batch)s, 'order', o.id,
       to_jsonb(o) || jsonb_build_object('lines', (SELECT coalesce(jsonb_agg(to_jsonb(l)), '[]')
                                                   FROM orders_orderline l WHERE l.order_id = o.id)),
       jsonb_build_object('content_hash', s.content_hash)
FROM step_orders s JOIN orders_order o ON o.id = s.id
WHERE s.outcome = 'updated' AND o.batch_id IS DISTINCT FROM %(batch)s
"""
UPDATE_ORDERS = """
UPDATE orders_order o
SET customer_id = s.customer_id, kind = s.kind, status = s.status, source_status = s.source_status,
    channel = s.channel, revenue_fen = s.revenue_fen, refunded_fen = s.refunded_fen,
    content_hash = s.content_hash, origin = s.origin, ordered_at = s.ordered_at, recorded_at = now()
FROM step_orders s WHERE s.outcome = 'updated' AND o.id = s.id
"""
REMOVE_OLD_LINES = """
DELETE FROM orders_orderline l USING step_orders s WHERE s.outcome = 'updated' AND l.order_id = s.id
"""
INSERT_LINES = """
INSERT INTO orders_orderline (order_id, position, product_id, quantity, revenue_fen, discount_fen, refunded_fen,
                              cost_fen)
SELECT s.id, l.position, p.product_id, l.quantity, l.revenue_fen, l.discount_fen, l.refunded_fen, l.cost_fen
FROM {lines} l
JOIN step_orders s ON s.no = l.order_no
LEFT JOIN {products} p ON p.no = l.product_no
WHERE l.step = %(step)s AND s.outcome <> 'unchanged'
"""
EVENTS = """
SELECT customer_id, CASE WHEN kind = 'refund' THEN 'order.refunded' ELSE 'order.placed' END, 'order', uid,
       jsonb_build_object('number', order_key, 'revenue_fen', revenue_fen), ordered_at
FROM step_orders
WHERE status = 'confirmed' AND outcome <> 'unchanged'
  AND (old_status IS NULL OR old_status NOT IN ('confirmed', 'completed'))
"""
CHANGED = """
SELECT customer_id FROM step_orders WHERE outcome <> 'unchanged'
UNION ALL SELECT old_customer_id FROM step_orders WHERE outcome = 'updated'
"""
COUNT = "SELECT outcome, coalesce(sum(file_rows), 0) FROM step_orders GROUP BY outcome"

FORECAST = """
SELECT CASE WHEN old.id IS NULL THEN 'created' WHEN old.content_hash = s.content_hash THEN 'unchanged'
            ELSE 'updated' END AS outcome, sum(s.file_rows)
FROM {orders} s LEFT JOIN orders_order old ON old.source = %(source)s AND old.external_id = s.order_key
GROUP BY 1
"""


def forecast(orders: str, *, source: str) -> Counts:
    """What writing all these staged orders would do now."""
    with connection.cursor() as cursor:
        cursor.execute(FORECAST.format(orders=f'"{orders}"'), {"source": source})
        return Counts(**{outcome: int(rows) for outcome, rows in cursor.fetchall()})


def open_for_writing(orders: str, lines: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX "{orders}_step" ON "{orders}" (step)')
        cursor.execute(f'CREATE INDEX "{lines}_step" ON "{lines}" (step)')


def write(staged: Mapping[str, str], *, step: int, source: str, batch_id: int) -> Counts:
    """Create, update or leave the orders of one step, in the caller's transaction.

    `staged` names the tables of orders, lines, people and products.
    """
    values: dict[str, str | int] = {"step": step, "source": source, "batch": batch_id}
    tables = {part: f'"{name}"' for part, name in staged.items()}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS step_orders")
        cursor.execute(MATCH.format(**tables), values)
        cursor.execute("ANALYZE step_orders")
        cursor.execute(COUNT)
        outcomes = {outcome: int(rows) for outcome, rows in cursor.fetchall()}
        if outcomes.get("updated"):
            before.keep_each(BEFORE, values)
            cursor.execute(UPDATE_ORDERS)
            cursor.execute(REMOVE_OLD_LINES)
        cursor.execute(INSERT_ORDERS, values)
        cursor.execute(INSERT_LINES.format(**tables), values)
    events.record_each(EVENTS, values)
    dirty.mark_dirty_each(standing_for(CHANGED), values)
    return Counts(**outcomes)
