"""What the archive page of one customer shows."""

from collections.abc import Sequence
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from tuanke.customers.domain.buying_centre import Coverage, coverage
from tuanke.customers.models import (
    Affiliation,
    ContactPoint,
    Customer,
    CustomerGroup,
    CustomerTag,
    GroupMember,
    InvoiceTitle,
    LifeEvent,
    Touch,
)
from tuanke.kit.lunar import Anniversary, next_occurrence

CURRENT = ContactPoint.objects.filter(valid_to__isnull=True).order_by("type", "-is_primary", "pk")


def list_people(organization: Customer) -> list[Affiliation]:
    """Who is and who was at an organisation, those who are there first, with how to reach them."""
    rows = Affiliation.objects.filter(organization=organization).select_related("person")
    contacts = Prefetch("person__contact_points", queryset=CURRENT, to_attr="current_contacts")
    return list(
        rows.prefetch_related(contacts).order_by(F("ended_on").desc(nulls_first=True), "-is_primary", "pk")
    )


def list_employers(person: Customer) -> QuerySet[Affiliation]:
    """Where a person is and was."""
    rows = Affiliation.objects.filter(person=person).select_related("organization")
    return rows.order_by(F("ended_on").desc(nulls_first=True), "pk")


def key_people(people: Sequence[Affiliation]) -> Coverage:
    """关键人覆盖率 of `list_people`: who has left or cannot be reached fills nothing."""
    return coverage(
        (row.roles, any(point.invalid_at is None for point in row.person.current_contacts))  # type: ignore[attr-defined]
        for row in people
        if row.ended_on is None
    )


def get_affiliation(customer: Customer, pk: int) -> Affiliation:
    """One of the organisation's. Raises Affiliation.DoesNotExist."""
    return Affiliation.objects.select_related("organization", "person").get(pk=pk, organization=customer)


def list_life_events(customer: Customer, *, today: date) -> list[tuple[LifeEvent, date]]:
    """Each day with its next occurrence, the nearest first."""
    rows = [(row, next_occurrence(anniversary_of(row), today)) for row in customer.life_events.all()]
    return sorted(rows, key=lambda row: row[1])


def anniversary_of(row: LifeEvent) -> Anniversary:
    return Anniversary(
        row.month,
        row.day,
        is_lunar=row.calendar == LifeEvent.Calendar.LUNAR,
        is_leap_month=row.is_leap_month,
    )


def get_life_event(customer: Customer, pk: int) -> LifeEvent:
    """Raises LifeEvent.DoesNotExist."""
    return customer.life_events.get(pk=pk)


def list_tags(customer: Customer) -> QuerySet[CustomerTag]:
    return customer.tagged.select_related("tag").order_by("tag__namespace", "tag__name")


def get_tagged(customer: Customer, pk: int) -> CustomerTag:
    """Raises CustomerTag.DoesNotExist."""
    return customer.tagged.select_related("tag").get(pk=pk)


def list_memberships(customer: Customer) -> QuerySet[GroupMember]:
    """Groups the customer is in now."""
    rows = customer.memberships.filter(left_at__isnull=True)
    return rows.select_related("group__leader").order_by("joined_at", "pk")


def get_membership(customer: Customer, pk: int) -> GroupMember:
    """Raises GroupMember.DoesNotExist."""
    return customer.memberships.select_related("group").get(pk=pk, left_at__isnull=True)


def list_groups() -> QuerySet[CustomerGroup]:
    return CustomerGroup.objects.order_by("kind", "name")


def list_touches(customer: Customer) -> dict[str, Touch]:
    """First and last, where they are known."""
    return {row.which: row for row in customer.touches.all()}


def list_invoice_titles(customer: Customer) -> QuerySet[InvoiceTitle]:
    return customer.invoice_titles.order_by("pk")


def get_invoice_title(customer: Customer, pk: int) -> InvoiceTitle:
    """Raises InvoiceTitle.DoesNotExist."""
    return customer.invoice_titles.get(pk=pk)
