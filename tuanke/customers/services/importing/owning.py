"""Who looks after the customers that imports brought in."""

from django.db import connection

from tuanke.facts.services import dirty

NOBODYS = "kind = %(kind)s AND owner_id IS NULL AND batch_id IS NOT NULL"


def share_out(*, kind: str, owner_id: int) -> None:
    """All imported customers of this kind whom nobody looks after, as part of the import: no work done by hand."""
    dirty.mark_dirty_each(f"SELECT id AS customer_id FROM customers_customer WHERE {NOBODYS}", {"kind": kind})
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE customers_customer SET owner_id = %(owner)s WHERE {NOBODYS}",
            {"kind": kind, "owner": owner_id},
        )
    dirty.request_refresh()
