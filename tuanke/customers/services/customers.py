from datetime import datetime

from django.db import transaction
from django.db.models import F

from tuanke.customers.models import Customer
from tuanke.platform.audit.services import trail


class StaleVersionError(Exception):
    """Somebody else saved this customer in the meantime."""


@transaction.atomic
def assign_owner(*, customer: Customer, owner_id: int | None, by: int, at: datetime) -> None:
    """Say who of the staff looks after the customer."""
    before = customer.owner_id
    Customer.objects.filter(pk=customer.pk).update(owner_id=owner_id, version=F("version") + 1)
    changes = {"before": before, "after": owner_id}
    trail.record(action="customer.owner_changed", target=customer, by=by, at=at, changes=changes)


@transaction.atomic
def write_note(*, customer: Customer, note: str, version: int, by: int, at: datetime) -> None:
    """Raises StaleVersionError if the customer is no longer the `version` the writer saw."""
    rows = Customer.objects.filter(pk=customer.pk, version=version)
    if not rows.update(note=note.strip(), version=F("version") + 1):
        raise StaleVersionError
    changes = {"before": customer.note, "after": note.strip()}
    trail.record(action="customer.note_written", target=customer, by=by, at=at, changes=changes)
