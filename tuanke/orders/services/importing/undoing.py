"""Taking back a batch of orders, in the caller's transaction (which allows purging the timeline)."""

from django.db import connection

from tuanke.catalog.services import importing as products
from tuanke.customers.services.importing import undoing as customers
from tuanke.customers.services.merging.standing import standing_for
from tuanke.engagement.services import events
from tuanke.facts.services import dirty
from tuanke.orders.models import Order, OrderLine
from tuanke.platform.imports.services import before
from tuanke.platform.imports.services.importers import Removed

# What somebody changed since the batch stays as it is now.
RESTORABLE = f"""
CREATE TEMP TABLE restorable ON COMMIT DROP AS
SELECT o.id, o.uid, o.customer_id AS changed_customer_id, image.before
FROM ({before.images("order")}) image JOIN orders_order o ON o.id = image.row_id
WHERE o.content_hash = image.after ->> 'content_hash'
"""
CONCERNED = f"""
SELECT customer_id FROM orders_order WHERE batch_id = %(batch)s
UNION SELECT id FROM customers_customer WHERE batch_id = %(batch)s
UNION SELECT changed_customer_id FROM restorable
UNION SELECT (before ->> 'customer_id')::bigint FROM restorable
UNION SELECT row_id FROM ({before.images("customer")}) image
"""
RESTORE_ORDERS = """
UPDATE orders_order o
SET customer_id = was.customer_id, kind = was.kind, status = was.status, source_status = was.source_status,
    channel = was.channel, revenue_fen = was.revenue_fen, refunded_fen = was.refunded_fen,
    content_hash = was.content_hash, origin = was.origin, ordered_at = was.ordered_at, recorded_at = now()
FROM restorable r, jsonb_populate_record(NULL::orders_order, r.before) was
WHERE o.id = r.id
"""
REMOVE_LINES = "DELETE FROM orders_orderline WHERE order_id IN (SELECT id FROM restorable)"
RESTORE_LINES = """
INSERT INTO orders_orderline (order_id, position, product_id, quantity, revenue_fen, discount_fen, refunded_fen,
                              cost_fen)
SELECT r.id, was.position, was.product_id, was.quantity, was.revenue_fen, was.discount_fen, was.refunded_fen,
       was.cost_fen
FROM restorable r, jsonb_populate_recordset(NULL::orders_orderline, r.before -> 'lines') was
"""
# An event that the batch itself caused: its order was not counted before.
CAUSED = """
SELECT uid FROM orders_order WHERE batch_id = %(batch)s
UNION SELECT uid FROM restorable WHERE before ->> 'status' NOT IN ('confirmed', 'completed')
"""
STILL_SOLD = "SELECT product_id FROM orders_orderline WHERE product_id IS NOT NULL"


def undo(batch_id: int) -> Removed:
    """Orders of the batch go, orders it changed are as before; customers go whom no order, note or care rests on."""
    values = {"batch": batch_id}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS restorable")
        cursor.execute(RESTORABLE, values)
        dirty.mark_dirty_each(standing_for(CONCERNED), values)
        events.purge_about(CAUSED, values)
        cursor.execute(RESTORE_ORDERS)
        restored = cursor.rowcount
        cursor.execute(REMOVE_LINES)
        cursor.execute(RESTORE_LINES)
    orders = Order.objects.filter(batch_id=batch_id)
    OrderLine.objects.filter(order__batch_id=batch_id)._raw_delete(using="default")  # noqa: SLF001
    count = orders._raw_delete(using="default")  # noqa: SLF001  nothing below the lines hangs on an order
    products.undo(batch_id, in_use=STILL_SOLD)
    removed, kept = customers.undo(batch_id)
    dirty.request_refresh()
    return Removed(orders=count, restored=restored, customers=removed, kept_customers=kept)
