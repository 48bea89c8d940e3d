"""Taking back the customers a batch brought in."""

from django.db import connection
from django.db.models.expressions import RawSQL

from tuanke.customers.models import Affiliation, Customer, ExternalIdentity


def undo(batch_id: int, *, in_use: str) -> tuple[int, int]:
    """Remove the batch's customers on whom nothing rests; gives (removed, kept).

    `in_use` is SQL for the ids of customers that rooms above rest something on. A note keeps a customer too,
    and so does an identity that another batch brought.
    """
    Affiliation.objects.filter(batch_id=batch_id).delete()
    mine = Customer.objects.filter(batch_id=batch_id)
    known_elsewhere = ExternalIdentity.objects.exclude(batch_id=batch_id).values("customer_id")
    free = mine.filter(note="").exclude(pk__in=RawSQL(in_use, [])).exclude(pk__in=known_elsewhere)  # noqa: S611
    ids = list(free.values_list("pk", flat=True))
    kept = mine.count() - len(ids)
    Customer.objects.filter(pk__in=ids).delete()
    ExternalIdentity.objects.filter(batch_id=batch_id).delete()
    _detach(batch_id)
    return len(ids), kept


def _detach(batch_id: int) -> None:
    """Who stays is no longer the batch's."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_customer SET batch_id = NULL WHERE batch_id = %s", [batch_id])
