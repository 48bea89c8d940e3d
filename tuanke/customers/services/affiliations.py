from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tuanke.customers.events import PersonLeft
from tuanke.customers.models import Affiliation, Customer
from tuanke.customers.services.customers import bump
from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events

FIELDS = ("roles", "department", "title", "influence", "stance", "is_primary", "started_on")


class KindError(ValueError):
    """Only a person can be at an organisation."""


@transaction.atomic
def affiliate(
    *, organization: Customer, person: Customer, values: Mapping[str, Any], by: int, at: datetime
) -> Affiliation:
    """The person is at the organisation, or is back there; what they were before stays in the audit."""
    if (organization.kind, person.kind) != (Customer.Kind.ORG, Customer.Kind.PERSON):
        raise KindError
    _lock(organization.pk, person.pk)
    row, _ = Affiliation.objects.get_or_create(organization=organization, person=person)
    _write(row, {"ended_on": None, **_own(values)}, action="affiliation.added", by=by, at=at)
    return row


@transaction.atomic
def change_affiliation(*, affiliation: Affiliation, values: Mapping[str, Any], by: int, at: datetime) -> None:
    """Their parts, department, title, influence, stance; and whether they are the one to talk to."""
    _lock(affiliation.organization_id, affiliation.person_id)
    _write(affiliation, _own(values), action="affiliation.changed", by=by, at=at)


@transaction.atomic
def leave(*, affiliation: Affiliation, on: date, by: int, at: datetime) -> None:
    """The person is no longer there. The row stays, on both sides."""
    _lock(affiliation.organization_id, affiliation.person_id)
    _write(affiliation, {"ended_on": on, "is_primary": False}, action="affiliation.ended", by=by, at=at)
    left = PersonLeft(organization_id=affiliation.organization_id, person_id=affiliation.person_id, by=by)
    events.publish(left, at=at)


def _own(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS if name in values}


def _lock(*customer_ids: int) -> None:
    """In the order of their ids, so that two who lock the same customers wait instead of blocking each other."""
    for customer_id in sorted(customer_ids):
        bump(customer_id)


def _write(row: Affiliation, values: Mapping[str, Any], *, action: str, by: int, at: datetime) -> None:
    if values.get("is_primary"):
        Affiliation.objects.filter(organization=row.organization_id, is_primary=True).update(is_primary=False)
    row.refresh_from_db()
    changes = {
        name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value
    }
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=[*values])
    details = {"person": str(row.person.uid), **changes}
    trail.record(action=action, target=row.organization, by=by, at=at, changes=details)
