"""What a list of customers is narrowed by, as conditions on a customer, and what it shows beside the row."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from tuanke.customers.domain.consent import EXPIRED, GRANTED, UNKNOWN
from tuanke.customers.models import ConsentRecord, ContactPoint, Customer, CustomerTag, CustomField, Tag
from tuanke.customers.selectors.consents import NEWEST_FIRST

CHANNELS = ConsentRecord.Channel.choices
PURPOSES = ConsentRecord.Purpose.choices


def list_tags() -> QuerySet[Tag]:
    return Tag.objects.order_by("namespace", "name")


def list_fields_in_use() -> QuerySet[CustomField]:
    """The shop's own fields, those of persons first."""
    return CustomField.objects.filter(archived_at__isnull=True).order_by("-kind", "position", "pk")


def tagged(tag_id: int) -> Q:
    return Q(Exists(CustomerTag.objects.filter(customer=OuterRef("pk"), tag=tag_id)))


def placed_in(text: str) -> Q:
    """Province or city begins with the text: 浙江 finds 浙江省."""
    return Q(province__startswith=text) | Q(city__startswith=text)


def has_value(field: CustomField, value: Any) -> Q:
    """The field is this value (as kept), or has it among several; the index on `custom` serves it."""
    wanted = [value] if field.type == CustomField.Type.MULTI_ENUM else value
    return Q(kind=field.kind, custom__contains={field.key: wanted})


def said_about(channel: str, purpose: str, state: str, *, at: datetime) -> Q:
    """What the customer last said is `state`: granted, denied, withdrawn, expired or unknown."""
    said = ConsentRecord.objects.filter(channel=channel, purpose=purpose)
    if state == UNKNOWN:
        return ~Q(Exists(said.filter(customer=OuterRef("pk"))))
    latest = said.order_by("customer_id", *NEWEST_FIRST).distinct("customer_id").values("pk")
    is_over = Q(expires_at__lte=at)
    if state in {GRANTED, EXPIRED}:
        holds = is_over if state == EXPIRED else Q(expires_at__isnull=True) | Q(expires_at__gt=at)
        status = GRANTED
    else:
        holds, status = Q(), state
    rows = ConsentRecord.objects.filter(holds, pk__in=latest, status=status)
    return Q(pk__in=rows.values("customer_id"))


def with_tags(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Each with `tags_shown`."""
    rows = CustomerTag.objects.select_related("tag").order_by("tag__namespace", "tag__name")
    return customers.prefetch_related(Prefetch("tagged", queryset=rows, to_attr="tags_shown"))


def with_numbers(customers: QuerySet[Customer]) -> QuerySet[Customer]:
    """Each with `numbers_shown`: the mobile numbers in use, the primary one first, still encrypted."""
    rows = ContactPoint.objects.filter(type=ContactPoint.Type.MOBILE, valid_to__isnull=True)
    ordered = rows.order_by("-is_primary", "pk")
    return customers.prefetch_related(Prefetch("contact_points", queryset=ordered, to_attr="numbers_shown"))


def tag_names(customer: Customer) -> Iterable[str]:
    """Of a row from `with_tags`."""
    return (str(row.tag) for row in customer.tags_shown)  # type: ignore[attr-defined]
