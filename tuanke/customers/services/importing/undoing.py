"""Taking back the customers a batch brought in."""

from django.db import connection
from django.db.models.expressions import RawSQL

from tuanke.customers.models import (
    Affiliation,
    ConsentRecord,
    ContactPoint,
    Customer,
    CustomerTag,
    ExternalIdentity,
    LifeEvent,
    OpeningBalance,
)
from tuanke.customers.services.importing.resting import in_use
from tuanke.facts.services import dirty
from tuanke.platform.imports.services import before

# What somebody changed since stays as it is now.
RESTORE_PLACE = f"""
UPDATE customers_customer c
SET province = was.province, city = was.city, created_at = was.created_at
FROM ({before.images("customer")}) image, jsonb_populate_record(NULL::customers_customer, image.before) was,
     jsonb_populate_record(NULL::customers_customer, image.after) made
WHERE c.id = image.row_id AND (c.province, c.city, c.created_at) = (made.province, made.city, made.created_at)
"""
RESTORE_PROFILE = f"""
UPDATE customers_customer c
SET nickname = CASE WHEN c.nickname = made.nickname THEN was.nickname ELSE c.nickname END,
    gender = CASE WHEN c.gender = made.gender THEN was.gender ELSE c.gender END,
    note = CASE WHEN c.note = made.note THEN was.note ELSE c.note END,
    uscc = CASE WHEN c.uscc = made.uscc THEN was.uscc ELSE c.uscc END,
    custom = CASE WHEN c.custom = made.custom THEN was.custom ELSE c.custom END
FROM ({before.images("profile")}) image, jsonb_populate_record(NULL::customers_customer, image.before) was,
     jsonb_populate_record(NULL::customers_customer, image.after) made
WHERE c.id = image.row_id
"""
RESTORE_SAID = f"""
UPDATE customers_externalidentity i SET content_hash = image.before ->> 'content_hash'
FROM ({before.images("said")}) image
WHERE i.id = image.row_id AND i.content_hash = image.after ->> 'content_hash'
"""
CONCERNED = f"""
SELECT id AS customer_id FROM customers_customer WHERE batch_id = %(batch)s
UNION SELECT row_id FROM ({before.images("customer")}) place
UNION SELECT row_id FROM ({before.images("profile")}) profile
UNION SELECT customer_id FROM customers_customertag WHERE batch_id = %(batch)s
UNION SELECT customer_id FROM customers_contactpoint WHERE batch_id = %(batch)s
UNION SELECT customer_id FROM customers_lifeevent WHERE batch_id = %(batch)s
UNION SELECT customer_id FROM customers_consentrecord WHERE batch_id = %(batch)s
"""
BROUGHT = (Affiliation, ContactPoint, CustomerTag, LifeEvent, ConsentRecord, OpeningBalance)


def undo(batch_id: int) -> tuple[int, int]:
    """Remove what the batch brought and the customers on whom nothing rests; gives (removed, kept) customers.

    Whatever was written by hand (a note, an owner, a tag: each is a new version) keeps a customer, and so does
    an identity that another batch brought, or what a room above rests on them.
    """
    dirty.mark_dirty_each(CONCERNED, {"batch": batch_id})
    _restore(batch_id)
    for model in BROUGHT:
        model.objects.filter(batch_id=batch_id).delete()
    mine = Customer.objects.filter(batch_id=batch_id)
    known_elsewhere = ExternalIdentity.objects.exclude(batch_id=batch_id).values("customer_id")
    resting = RawSQL(in_use(), [])  # noqa: S611
    free = mine.filter(version=1).exclude(pk__in=resting).exclude(pk__in=known_elsewhere)
    ids = list(free.values_list("pk", flat=True))
    kept = mine.count() - len(ids)
    Customer.objects.filter(pk__in=ids).delete()
    ExternalIdentity.objects.filter(batch_id=batch_id).delete()
    _detach(batch_id)
    return len(ids), kept


def _restore(batch_id: int) -> None:
    """What the batch filled in of known customers goes, unless somebody changed it since."""
    with connection.cursor() as cursor:
        cursor.execute(RESTORE_PLACE, {"batch": batch_id})
        cursor.execute(RESTORE_PROFILE, {"batch": batch_id})
        cursor.execute(RESTORE_SAID, {"batch": batch_id})


def _detach(batch_id: int) -> None:
    """Who stays is no longer the batch's."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE customers_customer SET batch_id = NULL WHERE batch_id = %s", [batch_id])
