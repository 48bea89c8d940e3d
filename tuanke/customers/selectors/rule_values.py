"""Rows of values that conditions may ask for: tags, ways to reach a customer, days that come back, touches."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Concat

from tuanke.customers.models import ContactPoint, CustomerTag, LifeEvent, Touch
from tuanke.kit.rules.anniversaries import LEAP, LUNAR

Rows = Callable[[], QuerySet[Any]]


def tags() -> QuerySet[CustomerTag]:
    """As they are written: `name`, or `namespace:name`."""
    written = Concat("tag__namespace", Value(":"), "tag__name")
    told = Case(When(tag__namespace="", then=F("tag__name")), default=written)
    return CustomerTag.objects.annotate(asked_customer_id=F("customer_id"), asked_value=told)


def contacts() -> QuerySet[ContactPoint]:
    """Types of contact points in use at which nobody failed to be reached."""
    rows = ContactPoint.objects.filter(valid_to__isnull=True, invalid_at__isnull=True)
    return rows.annotate(asked_customer_id=F("customer_id"), asked_value=F("type"))


def life_events() -> QuerySet[LifeEvent]:
    """`kit.rules.anniversaries.code_of` each."""
    era = Case(
        When(is_leap_month=True, then=LEAP),
        When(calendar=LifeEvent.Calendar.LUNAR, then=LUNAR),
        default=0,
        output_field=IntegerField(),
    )
    return LifeEvent.objects.annotate(
        asked_customer_id=F("customer_id"),
        asked_name=Concat(Value("day."), "kind"),
        asked_value=era + F("month") * 100 + F("day"),
    )


def touches(which: str, field: str) -> Rows:
    """A field of the first or of the most recent touch, where it is known."""
    return lambda: (
        Touch.objects.filter(which=which)
        .exclude(**{field: ""})
        .annotate(asked_customer_id=F("customer_id"), asked_value=F(field))
    )
