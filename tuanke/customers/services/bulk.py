"""Many customers changed at once: one statement however many, and what was before kept beside the change."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from tuanke.customers.events import OwnersChanged
from tuanke.customers.models import BulkChange, Customer, Tag
from tuanke.customers.services.tags import read_tag
from tuanke.facts.services import dirty
from tuanke.platform.audit.services import trail
from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.services import notices
from tuanke.platform.outbox.services import events

# `chosen` locks them in order of number, as they are when their turn comes: who is out of reach by then stays out.
CHOSEN = "WITH chosen (id, owner_id) AS ({chosen})"
NEW_VERSION = """bumped AS (
    UPDATE customers_customer c SET version = c.version + 1 FROM done WHERE c.id = done.customer_id
)"""
CHANGED = "SELECT customer_id FROM customers_bulkchangerow WHERE change_id = %(change)s"
NOTE = "INSERT INTO customers_bulkchangerow (change_id, customer_id, before)"
ASSIGN = f"""
, done AS (
    UPDATE customers_customer c SET owner_id = %s, version = c.version + 1 FROM chosen
    WHERE c.id = chosen.id AND chosen.owner_id IS DISTINCT FROM %s
    RETURNING c.id AS customer_id, chosen.owner_id AS owner
)
{NOTE} SELECT %s, customer_id, jsonb_build_object('owner', owner) FROM done
"""
ADD_TAG = f"""
, done AS (
    INSERT INTO customers_customertag (customer_id, tag_id, source, by_id, at)
    SELECT id, %s, 'manual', %s, %s FROM chosen
    ON CONFLICT (customer_id, tag_id) DO NOTHING RETURNING customer_id
), {NEW_VERSION}
{NOTE} SELECT %s, customer_id, '{{}}' FROM done
"""
REMOVE_TAG = f"""
, done AS (
    DELETE FROM customers_customertag t USING chosen
    WHERE t.customer_id = chosen.id AND t.tag_id = %s AND t.source = 'manual'
    RETURNING t.customer_id, t.by_id, t.at
), {NEW_VERSION}
{NOTE} SELECT %s, customer_id, jsonb_build_object('by', by_id, 'at', at) FROM done
"""


@transaction.atomic
def assign_owner_each(
    *, customers: QuerySet[Customer], owner_id: int | None, told: Mapping[str, Any], by: int, at: datetime
) -> BulkChange:
    """Let one of the staff, or nobody, look after each of them. `told`: how they were chosen, for the audit."""
    change = _begin(BulkChange(action=BulkChange.Action.OWNER, owner_id=owner_id, by_id=by, at=at))
    _finish(change, ASSIGN, [owner_id, owner_id], customers, {**told, "owner": owner_id})
    if change.changed:
        events.publish(OwnersChanged(change_id=change.pk, undone=False, by=by), at=at)
        if owner_id != by:
            _tell(change, Kind.OWNER_GIVEN_MANY, owner_id)
    return change


def _tell(change: BulkChange, kind: Kind, staff_id: int | None) -> None:
    values = {"changed": change.changed}
    notices.tell(staff_id=staff_id, kind=kind, key=str(change.uid), values=values, at=change.at)


@transaction.atomic
def add_tag_each(
    *, customers: QuerySet[Customer], text: str, told: Mapping[str, Any], by: int, at: datetime
) -> BulkChange:
    """Put a tag on each of them who has not got it. Raises TagError."""
    namespace, name = read_tag(text)
    tag, _ = Tag.objects.get_or_create(namespace=namespace, name=name)
    change = _begin(BulkChange(action=BulkChange.Action.TAG, tag=tag, by_id=by, at=at))
    return _finish(change, ADD_TAG, [tag.pk, by, at], customers, {**told, "tag": str(tag)})


@transaction.atomic
def remove_tag_each(
    *, customers: QuerySet[Customer], tag: Tag, told: Mapping[str, Any], by: int, at: datetime
) -> BulkChange:
    """Take a tag off each of them; one that a rule put there stays."""
    change = _begin(BulkChange(action=BulkChange.Action.UNTAG, tag=tag, by_id=by, at=at))
    return _finish(change, REMOVE_TAG, [tag.pk], customers, {**told, "tag": str(tag)})


def _begin(change: BulkChange) -> BulkChange:
    change.save(force_insert=True)
    change.refresh_from_db(fields=["uid"])
    return change


def _finish(
    change: BulkChange,
    statement: str,
    values: Sequence[Any],
    customers: QuerySet[Customer],
    told: Mapping[str, Any],
) -> BulkChange:
    locked = customers.order_by("pk").select_for_update(of=("self",)).values_list("pk", "owner_id")
    chosen, chosen_values = locked.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(CHOSEN.format(chosen=chosen) + statement, [*chosen_values, *values, change.pk])
        change.changed = cursor.rowcount
    change.save(update_fields=["changed"])
    if change.changed:
        dirty.mark_dirty_each(CHANGED, {"change": change.pk})
        dirty.request_refresh()
        _tell(change, Kind.BULK_DONE, change.by_id)
    action, changes = f"customers.{change.action}_each", {**told, "changed": change.changed}
    trail.record(action=action, target=change, by=change.by_id, at=change.at, changes=changes)
    return change
