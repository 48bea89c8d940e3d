from datetime import datetime

from django.db import transaction
from django.db.models import F

from tuanke.customers.events import OwnerChanged
from tuanke.customers.models import Customer
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail
from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.services import notices
from tuanke.platform.outbox.services import events


class StaleVersionError(Exception):
    """Somebody else saved this customer in the meantime."""


def bump(customer_id: int, *, seen: int | None = None) -> None:
    """A new version of the customer, whose row stays locked until the caller's transaction ends.

    Raises StaleVersionError if the customer is no longer the version `seen`.
    """
    rows = Customer.objects.filter(pk=customer_id)
    if seen is not None:
        rows = rows.filter(version=seen)
    if not rows.update(version=F("version") + 1):
        raise StaleVersionError


@transaction.atomic
def assign_owner(*, customer: Customer, owner_id: int | None, by: int, at: datetime) -> None:
    """Say who of the staff looks after the customer."""
    before = customer.owner_id
    bump(customer.pk)
    Customer.objects.filter(pk=customer.pk).update(owner_id=owner_id)
    changes = {"before": before, "after": owner_id}
    trail.record(action="customer.owner_changed", target=customer, by=by, at=at, changes=changes)
    if owner_id != before:
        events.publish(OwnerChanged(customer_id=customer.pk, owner_id=owner_id, by=by), at=at)
        mark_dirty([customer.pk])
    if owner_id not in (before, by):
        key = f"{customer.uid} {at:%Y-%m-%dT%H:%M:%S}"
        notices.tell(staff_id=owner_id, kind=Kind.OWNER_GIVEN, key=key, about=customer.uid, at=at)


@transaction.atomic
def write_note(*, customer: Customer, note: str, version: int, by: int, at: datetime) -> None:
    """Raises StaleVersionError if the customer is no longer the `version` the writer saw."""
    bump(customer.pk, seen=version)
    Customer.objects.filter(pk=customer.pk).update(note=note.strip())
    changes = {"before": customer.note, "after": note.strip()}
    trail.record(action="customer.note_written", target=customer, by=by, at=at, changes=changes)
