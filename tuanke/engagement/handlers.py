"""What rooms below tell about a customer, on the timeline."""

from datetime import datetime

from tuanke.customers.events import (
    ConsentRecorded,
    CustomersMerged,
    IdentitiesAdded,
    MergeUndone,
    OwnerChanged,
    OwnersChanged,
    PersonLeft,
)
from tuanke.engagement.services import events, visitors


def owner_changed(event: OwnerChanged, *, at: datetime) -> None:
    detail = {"owner": event.owner_id}
    events.record(customer_id=event.customer_id, verb=event.name, at=at, by=event.by, detail=detail)


OWNERS = """
SELECT r.customer_id, %(verb)s, '', NULL::uuid,
       jsonb_build_object('owner', CASE WHEN %(undone)s THEN r.before -> 'owner' ELSE to_jsonb(b.owner_id) END),
       %(at)s::timestamptz
FROM customers_bulkchangerow r JOIN customers_bulkchange b ON b.id = r.change_id
WHERE r.change_id = %(change)s AND (r.is_undone OR NOT %(undone)s)
"""


def owners_changed(event: OwnersChanged, *, at: datetime) -> None:
    values = {"verb": OwnerChanged.name, "undone": event.undone, "change": event.change_id, "at": at}
    events.record_each(OWNERS, values, by=event.by)


def consent_recorded(event: ConsentRecorded, *, at: datetime) -> None:
    detail = {"channel": event.channel, "purpose": event.purpose, "status": event.status}
    events.record(customer_id=event.customer_id, verb=event.name, at=at, by=event.by, detail=detail)


def person_left(event: PersonLeft, *, at: datetime) -> None:
    detail = {"organization": event.organization_id, "person": event.person_id}
    for customer_id in (event.organization_id, event.person_id):
        events.record(customer_id=customer_id, verb=event.name, at=at, by=event.by, detail=detail)


def customers_merged(event: CustomersMerged, *, at: datetime) -> None:
    detail = {"merged": event.loser_ids}
    events.record(customer_id=event.survivor_id, verb=event.name, at=at, by=event.by, detail=detail)


def merge_undone(event: MergeUndone, *, at: datetime) -> None:
    """News for each of them, now that they are several again."""
    for customer_id in (event.survivor_id, *event.loser_ids):
        events.record(customer_id=customer_id, verb=event.name, at=at, by=event.by)


def identities_added(event: IdentitiesAdded, *, at: datetime) -> None:
    visitors.attach(only=event.customer_id, at=at)
