"""Taking back a batch of orders, in the caller's transaction (which allows purging the timeline)."""

from tuanke.catalog.services import importing as products
from tuanke.customers.services.importing import undoing as customers
from tuanke.engagement.services import events
from tuanke.facts.services import dirty
from tuanke.orders.models import Order, OrderLine
from tuanke.platform.imports.services.importers import Removed

CONCERNED = """
SELECT customer_id FROM orders_order WHERE batch_id = %(batch)s
UNION SELECT id FROM customers_customer WHERE batch_id = %(batch)s
"""
STILL_SOLD = "SELECT product_id FROM orders_orderline WHERE product_id IS NOT NULL"
STILL_NEEDED = """
SELECT customer_id FROM orders_order
UNION SELECT customer_id FROM engagement_customerevent WHERE actor_id IS NOT NULL
"""


def undo(batch_id: int) -> Removed:
    """Orders of the batch go; so do its customers whom no order, note or care rests on."""
    dirty.mark_dirty_each(CONCERNED, {"batch": batch_id})
    events.purge_about("SELECT uid FROM orders_order WHERE batch_id = %(batch)s", {"batch": batch_id})
    orders = Order.objects.filter(batch_id=batch_id)
    OrderLine.objects.filter(order__batch_id=batch_id)._raw_delete(using="default")  # noqa: SLF001
    count = orders._raw_delete(using="default")  # noqa: SLF001  nothing below the lines hangs on an order
    products.undo(batch_id, in_use=STILL_SOLD)
    removed, kept = customers.undo(batch_id, in_use=STILL_NEEDED)
    dirty.request_refresh()
    return Removed(orders=count, customers=removed, kept_customers=kept)
