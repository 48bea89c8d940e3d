"""What a merge would make of customers, before it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from tuanke.customers.domain.survivorship import COLUMNS, Outcome, Side, surviving
from tuanke.customers.models import (
    Affiliation,
    ContactPoint,
    Customer,
    CustomerGroup,
    CustomerTag,
    ExternalIdentity,
    GroupMember,
    InvoiceTitle,
    LifeEvent,
    MergeOperation,
    Touch,
)

ABOVE = """
WITH RECURSIVE above AS (
    SELECT id, parent_id, ARRAY[id] AS path FROM customers_customer WHERE id = ANY(%(ids)s)
    UNION ALL
    SELECT c.id, c.parent_id, path || c.id FROM above a JOIN customers_customer c ON c.id = a.parent_id
    WHERE c.id <> ALL(a.path)
)
SELECT EXISTS (SELECT FROM above WHERE id = ANY(%(ids)s) AND id <> path[1])
"""
COUNTED = (ContactPoint, CustomerTag, LifeEvent, GroupMember, InvoiceTitle, ExternalIdentity)


@dataclass(frozen=True)
class Preview:
    """`counts` is the model's name → how many rows the losers bring; `conflicts` are codes to look at."""

    outcomes: Mapping[str, Outcome]
    counts: Mapping[str, int]
    conflicts: Sequence[str]


def preview(customers: Sequence[Customer], choices: Mapping[str, int]) -> Preview:
    """The first is the survivor. Raises ChoiceError."""
    survivor, *losers = customers
    ids = [customer.pk for customer in losers]
    counts = {model.__name__: model.objects.filter(customer__in=ids).count() for model in COUNTED}
    counts["Affiliation"] = Affiliation.objects.filter(person__in=ids).count()
    counts["Affiliation"] += Affiliation.objects.filter(organization__in=ids).count()
    counts["CustomerGroup"] = CustomerGroup.objects.filter(leader__in=ids).count()
    outcomes = surviving(survivor.kind, sides_of(customers), choices)
    return Preview(outcomes, counts, _conflicts(customers))


def sides_of(customers: Sequence[Customer]) -> list[Side]:
    """Each customer with what decides whose values survive."""
    ids = [customer.pk for customer in customers]
    points = ContactPoint.objects.filter(customer__in=ids, verified_at__isnull=False, valid_to__isnull=True)
    verified = dict(points.order_by("verified_at").values_list("customer_id", "verified_at"))
    touches = Touch.objects.filter(customer__in=ids, which=Touch.Which.FIRST)
    first = dict(touches.values_list("customer_id", "at"))
    return [
        Side(
            customer.pk,
            {name: getattr(customer, name) for name in COLUMNS},
            verified.get(customer.pk),
            customer.recorded_at,
            first.get(customer.pk, customer.created_at),
        )
        for customer in customers
    ]


def in_one_line(ids: Sequence[int]) -> bool:
    """Whether one of these organisations stands above another."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"ids": list(ids)})
        row = cursor.fetchone()
    return bool(row and row[0])


def _conflicts(customers: Sequence[Customer]) -> list[str]:
    """What should make somebody look twice: two codes, two birthdays."""
    codes = {customer.uscc for customer in customers if customer.uscc}
    rows = LifeEvent.objects.filter(customer__in=customers, kind=LifeEvent.Kind.BIRTHDAY)
    days = set(rows.values_list("calendar", "month", "day"))
    found: dict[str, Any] = {"uscc": codes, "birthday": days}
    return [name for name, values in found.items() if len(values) > 1]


def list_merges(customer: Customer) -> QuerySet[MergeOperation]:
    """Those that hold and in which others went into this customer, the newest first."""
    rows = MergeOperation.objects.filter(survivor=customer, state=MergeOperation.State.DONE)
    return rows.select_related("by").order_by("-pk")


def is_latest(operation: MergeOperation) -> bool:
    """No later merge that holds has to do with the same customers."""
    ids = [operation.survivor_id, *operation.losers]
    later = MergeOperation.objects.filter(pk__gt=operation.pk, state=MergeOperation.State.DONE)
    return not later.filter(Q(survivor__in=ids) | Q(losers__overlap=ids)).exists()
