"""Where customers came from. The first touch stays; an override says why, in the audit."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from tuanke.customers.models import Customer, Touch
from tuanke.customers.services.customers import bump
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail

FIELDS = ("channel", "campaign", "keyword", "referrer", "evidence")


class FirstTouchError(Exception):
    """Nobody changes where a customer first came from without saying why."""


@transaction.atomic
def record_touch(
    *, customer: Customer, values: Mapping[str, str], occurred_at: datetime, by: int, at: datetime
) -> Touch:
    """The most recent touch; the very first one is the first touch too, where none is known yet."""
    bump(customer.pk)
    own = _own(values)
    if not customer.channel and not Touch.objects.filter(customer=customer, which=Touch.Which.FIRST).exists():
        Touch.objects.create(customer=customer, which=Touch.Which.FIRST, at=occurred_at, **own)
        Customer.objects.filter(pk=customer.pk).update(channel=own["channel"])
    last, _ = Touch.objects.update_or_create(
        customer=customer, which=Touch.Which.LAST, defaults={**own, "at": occurred_at}
    )
    trail.record(action="touch.recorded", target=customer, by=by, at=at, changes=own)
    mark_dirty([customer.pk])
    return last


@transaction.atomic
def override_first_touch(
    *,
    customer: Customer,
    values: Mapping[str, str],
    occurred_at: datetime,
    reason: str,
    by: int,
    at: datetime,
) -> None:
    """Say that the customer came from elsewhere after all. Raises FirstTouchError without a reason."""
    if not reason.strip():
        raise FirstTouchError
    bump(customer.pk)
    own = _own(values)
    before = Touch.objects.filter(customer=customer, which=Touch.Which.FIRST).values(*FIELDS, "at").first()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tuanke.override_first_touch = 'on'")
    Touch.objects.update_or_create(
        customer=customer, which=Touch.Which.FIRST, defaults={**own, "at": occurred_at}
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL tuanke.override_first_touch = 'off'")
    Customer.objects.filter(pk=customer.pk).update(channel=own["channel"])
    changes = {"before": before or {"channel": customer.channel}, "after": own, "reason": reason.strip()}
    trail.record(action="touch.first_overridden", target=customer, by=by, at=at, changes=changes)
    mark_dirty([customer.pk])


def _own(values: Mapping[str, str]) -> dict[str, str]:
    return {name: values.get(name, "").strip() for name in FIELDS}
