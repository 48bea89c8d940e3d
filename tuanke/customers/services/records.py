"""A customer's own fields: written down by hand and changed, each change on record."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from tuanke.customers.models import Customer
from tuanke.customers.services import custom_values, search
from tuanke.customers.services.customers import bump
from tuanke.customers.services.taken import TakenError, only_one, who_has_uscc
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail

COMMON = ("display_name", "province", "city")
FIELDS = {
    Customer.Kind.PERSON: (*COMMON, "surname", "given_name", "nickname", "gender"),
    Customer.Kind.ORG: (
        *COMMON,
        "legal_name",
        "short_names",
        "uscc",
        "industry",
        "size_band",
        "parent_id",
    ),
}
PERSONAL = {"display_name", "surname", "given_name", "nickname"}  # of a person: the audit says that, not what


class ParentError(Exception):
    """The organisation would belong to itself."""


@transaction.atomic
def add_customer(
    *, kind: str, values: Mapping[str, Any], custom: Mapping[str, Any], by: int, at: datetime
) -> Customer:
    """A customer written down by hand, looked after by whoever wrote them down. Raises TakenError."""
    customer = Customer(kind=kind, owner_id=by, created_at=at, **_own(kind, values))
    if customer.parent_id:
        bump(customer.parent_id)
    with _one_uscc(customer.uscc):
        customer.save(force_insert=True)
    custom_values.hold(customer=customer, values=custom)
    Customer.objects.filter(pk=customer.pk).update(custom=custom, version=2)  # nothing takes it back
    search.refresh(customer.pk)
    trail.record(action="customer.added", target=customer, by=by, at=at, changes={"kind": kind})
    mark_dirty([customer.pk])
    customer.refresh_from_db()
    return customer


@transaction.atomic
def change_customer(
    *,
    customer: Customer,
    values: Mapping[str, Any],
    custom: Mapping[str, Any],
    version: int,
    by: int,
    at: datetime,
) -> None:
    """Raises StaleVersionError, TakenError or ParentError; then nothing is changed."""
    bump(customer.pk, seen=version)
    customer.refresh_from_db()
    own = _own(customer.kind, values)
    if own.get("parent_id"):
        _check_parent(customer.pk, own["parent_id"])
    kept = {**customer.custom, **custom}
    changes = _changes(customer, own) | {
        f"custom.{key}": "changed" for key in custom if customer.custom.get(key) != custom[key]
    }
    with _one_uscc(own.get("uscc", "")):
        Customer.objects.filter(pk=customer.pk).update(**own, custom=kept)
    custom_values.hold(customer=customer, values=custom)
    search.refresh(customer.pk)
    trail.record(action="customer.changed", target=customer, by=by, at=at, changes=changes)
    mark_dirty([customer.pk])


def _own(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in FIELDS[Customer.Kind(kind)] if name in values}


def _changes(customer: Customer, own: Mapping[str, Any]) -> dict[str, Any]:
    """Field → before and after; of what tells who a person is only that it changed."""
    is_person = customer.kind == Customer.Kind.PERSON
    return {
        name: "changed" if is_person and name in PERSONAL else [getattr(customer, name), value]
        for name, value in own.items()
        if getattr(customer, name) != value
    }


@contextmanager
def _one_uscc(uscc: str) -> Iterator[None]:
    try:
        with only_one("uscc_names_one_customer"):
            yield
    except LookupError:
        raise TakenError("uscc", who_has_uscc(uscc)) from None


def _check_parent(customer_id: int, parent_id: int) -> None:
    """Up the line of parents; the customer itself must not be there."""
    bump(parent_id)
    above: int | None = parent_id
    while above is not None:
        if above == customer_id:
            raise ParentError
        above = Customer.objects.values_list("parent_id", flat=True).get(pk=above)
