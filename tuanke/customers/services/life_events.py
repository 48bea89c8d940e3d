from datetime import datetime

from django.db import transaction

from tuanke.customers.models import Customer, LifeEvent
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.kit.lunar import Anniversary, occurrence_in
from tuanke.platform.audit.services import trail


@transaction.atomic
def set_life_event(
    *,
    customer: Customer,
    kind: str,
    name: str,
    day: Anniversary,
    year: int | None,
    by: int,
    at: datetime,
) -> LifeEvent:
    """A day of the customer's that comes back; each kind once, other days by their names.

    Raises ValueError where the `year` has no such day.
    """
    if year is not None:
        _check_year(day, year)
    bump(customer.pk)
    row, _ = LifeEvent.objects.update_or_create(
        customer=customer,
        kind=kind,
        name=name.strip() if kind == LifeEvent.Kind.CUSTOM else "",
        defaults={
            "calendar": LifeEvent.Calendar.LUNAR if day.is_lunar else LifeEvent.Calendar.SOLAR,
            "year": year,
            "month": day.month,
            "day": day.day,
            "is_leap_month": day.is_leap_month,
        },
    )
    _note("life_event.set", row, by=by, at=at)
    mark_dirty([customer.pk])
    return row


@transaction.atomic
def remove_life_event(*, life_event: LifeEvent, by: int, at: datetime) -> None:
    bump(life_event.customer_id)
    _note("life_event.removed", life_event, by=by, at=at)
    LifeEvent.objects.filter(pk=life_event.pk).delete()
    mark_dirty([life_event.customer_id])


def _check_year(day: Anniversary, year: int) -> None:
    """29 February 2025 and a leap month the year had not are typing errors, not days to be moved."""
    plain = Anniversary(day.month, day.day, is_lunar=day.is_lunar)
    found = occurrence_in(day, year)
    if not day.is_lunar and (found.month, found.day) != (day.month, day.day):
        raise ValueError("no such day in that year")
    if day.is_leap_month and found == occurrence_in(plain, year):
        raise ValueError("no such leap month in that year")


def _note(action: str, row: LifeEvent, *, by: int, at: datetime) -> None:
    """That a day was set, not which: it is the customer's own."""
    trail.record(action=action, target=row.customer, by=by, at=at, changes={"kind": row.kind})
