from datetime import datetime

from django.conf import settings
from django.db import transaction

from tuanke.customers.domain.identifiers import Identifier
from tuanke.customers.events import IdentitiesAdded
from tuanke.customers.models import ContactPoint, Customer
from tuanke.customers.services import search
from tuanke.customers.services.customers import bump
from tuanke.customers.services.taken import TakenError, only_one, who_has_contact
from tuanke.facts.services.dirty import mark_dirty
from tuanke.kit.secrecy import FieldCipher
from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events

ONE_CUSTOMERS_OWN = "identity_names_one_customer"


def cipher() -> FieldCipher:
    return FieldCipher(settings.FIELD_KEY, settings.INDEX_KEY)


@transaction.atomic
def reveal(*, contact_point: ContactPoint, by: int, at: datetime) -> str:
    """The contact in the clear; that somebody looked is in the audit before they see it."""
    trail.record(
        action="contact.revealed",
        at=at,
        by=by,
        target=contact_point.customer,
        changes={"contact_point": contact_point.pk, "type": contact_point.type},
    )
    return cipher().decrypt(bytes(contact_point.value))


@transaction.atomic
def add_contact(
    *, customer: Customer, identifier: Identifier, label: str, by: int, at: datetime
) -> ContactPoint:
    """The customer can be reached here too. Raises TakenError where it is another customer's own.

    The first of its type is the primary one. One that had ended begins again.
    """
    bump(customer.pk)
    value_hash = cipher().blind_index(identifier.value)
    shared = identifier.identifies and _is_shared(customer, identifier.type, value_hash)
    try:
        with only_one(ONE_CUSTOMERS_OWN):
            point, _ = ContactPoint.objects.update_or_create(
                customer=customer,
                type=identifier.type,
                value_hash=value_hash,
                defaults={
                    "value": cipher().encrypt(identifier.value),
                    "tail": identifier.tail,
                    "label": label,
                    "is_identity": identifier.identifies and not shared,
                    "doubt": ContactPoint.Doubt.SHARED if shared else identifier.doubt,
                    "is_primary": not _has_other_primary(customer, identifier.type, value_hash),
                    "invalid_at": None,
                    "valid_to": None,
                },
            )
    except LookupError:
        raise TakenError(identifier.type, who_has_contact(identifier.type, value_hash)) from None
    search.refresh(customer.pk)
    _note("contact.added", point, by=by, at=at)
    if point.is_identity:
        events.publish(IdentitiesAdded(customer_id=customer.pk), at=at)
    mark_dirty([customer.pk])
    return point


@transaction.atomic
def end_contact(*, contact_point: ContactPoint, by: int, at: datetime) -> None:
    """It leaves the archive's page and identifies nobody any more; the row stays."""
    bump(contact_point.customer_id)
    _change(contact_point, valid_to=at, is_identity=False, is_primary=False)
    search.refresh(contact_point.customer_id)
    _note("contact.ended", contact_point, by=by, at=at)


@transaction.atomic
def make_primary(*, contact_point: ContactPoint, by: int, at: datetime) -> None:
    """The one of its type to use first."""
    bump(contact_point.customer_id)
    same = ContactPoint.objects.filter(customer_id=contact_point.customer_id, type=contact_point.type)
    same.filter(is_primary=True).update(is_primary=False)
    _change(contact_point, is_primary=True)
    _note("contact.made_primary", contact_point, by=by, at=at)


@transaction.atomic
def set_invalid(*, contact_point: ContactPoint, invalid: bool, by: int, at: datetime) -> None:
    """Nobody is reached there (it bounced, it is an empty number), or somebody is again."""
    bump(contact_point.customer_id)
    _change(contact_point, invalid_at=at if invalid else None)
    _note("contact.invalid" if invalid else "contact.valid", contact_point, by=by, at=at)


@transaction.atomic
def set_verified(*, contact_point: ContactPoint, by: int, at: datetime) -> None:
    """Somebody of the staff has reached the customer there."""
    bump(contact_point.customer_id)
    _change(contact_point, verified_at=at, invalid_at=None)
    _note("contact.verified", contact_point, by=by, at=at)


def _has_other_primary(customer: Customer, kind: str, value_hash: bytes) -> bool:
    rows = ContactPoint.objects.filter(customer=customer, type=kind, is_primary=True)
    return rows.exclude(value_hash=value_hash).exists()


def _is_shared(customer: Customer, kind: str, value_hash: bytes) -> bool:
    """Others have it, and for none of them it is their own."""
    rows = ContactPoint.objects.filter(type=kind, value_hash=value_hash, valid_to__isnull=True)
    others = list(rows.exclude(customer=customer).values_list("is_identity", flat=True))
    return bool(others) and not any(others)


def _change(point: ContactPoint, **values: object) -> None:
    ContactPoint.objects.filter(pk=point.pk, valid_to__isnull=True).update(**values)
    mark_dirty([point.customer_id])


def _note(action: str, point: ContactPoint, *, by: int, at: datetime) -> None:
    changes = {"contact_point": point.pk, "type": point.type}
    trail.record(action=action, target=point.customer, by=by, at=at, changes=changes)
