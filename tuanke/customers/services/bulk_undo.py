"""Taking back what one person changed on many customers: only what still is as the change left it."""

from datetime import datetime

from django.db import connection, transaction

from tuanke.customers.events import OwnersChanged
from tuanke.customers.models import BulkChange
from tuanke.customers.selectors.bulk import is_undoable
from tuanke.facts.services import dirty
from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events

HELD = """
WITH held AS (
    SELECT r.customer_id, r.before FROM customers_bulkchangerow r JOIN customers_customer c ON c.id = r.customer_id
    WHERE r.change_id = %(change)s AND c.status = 'active' ORDER BY c.id FOR UPDATE OF c
)
"""
PUT_BACK = "SELECT customer_id FROM customers_bulkchangerow WHERE change_id = %(change)s AND is_undone"
MARK = """
UPDATE customers_bulkchangerow r SET is_undone = true FROM done
WHERE r.change_id = %(change)s AND r.customer_id = done.customer_id
"""
NEW_VERSION = """bumped AS (
    UPDATE customers_customer c SET version = c.version + 1 FROM done WHERE c.id = done.customer_id
)"""
STATEMENTS = {
    BulkChange.Action.OWNER.value: f"""
{HELD}, done AS (
    UPDATE customers_customer c SET owner_id = (held.before ->> 'owner')::bigint, version = c.version + 1 FROM held
    WHERE c.id = held.customer_id AND c.owner_id IS NOT DISTINCT FROM %(owner)s RETURNING c.id AS customer_id
) {MARK}""",
    BulkChange.Action.TAG.value: f"""
{HELD}, done AS (
    DELETE FROM customers_customertag t USING held
    WHERE t.customer_id = held.customer_id AND t.tag_id = %(tag)s AND t.source = 'manual'
      AND t.by_id = %(by)s AND t.at = %(at)s RETURNING t.customer_id
), {NEW_VERSION} {MARK}""",
    BulkChange.Action.UNTAG.value: f"""
{HELD}, done AS (
    INSERT INTO customers_customertag (customer_id, tag_id, source, by_id, at)
    SELECT customer_id, %(tag)s, 'manual', (before ->> 'by')::bigint, (before ->> 'at')::timestamptz FROM held
    ON CONFLICT (customer_id, tag_id) DO NOTHING RETURNING customer_id
), {NEW_VERSION} {MARK}""",
}


class UndoRefusedError(Exception):
    """It is not this person's last change, or too long ago, or undone already."""


@transaction.atomic
def undo(*, change: BulkChange, by: int, at: datetime) -> int:
    """How many were put back. Raises UndoRefusedError."""
    change = BulkChange.objects.select_for_update().get(pk=change.pk)
    if change.by_id != by or not is_undoable(change, at=at):
        raise UndoRefusedError
    values = {
        "change": change.pk,
        "owner": change.owner_id,
        "tag": change.tag_id,
        "by": change.by_id,
        "at": change.at,
    }
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[change.action], values)
        change.undone = cursor.rowcount
    change.save(update_fields=["undone"])
    if change.undone:
        dirty.mark_dirty_each(PUT_BACK, {"change": change.pk})
        dirty.request_refresh()
    changes = {"changed": change.changed, "put_back": change.undone}
    trail.record(
        action=f"customers.{change.action}_each_undone", target=change, by=by, at=at, changes=changes
    )
    if change.action == BulkChange.Action.OWNER and change.undone:
        events.publish(OwnersChanged(change_id=change.pk, undone=True, by=by), at=at)
    return change.undone
