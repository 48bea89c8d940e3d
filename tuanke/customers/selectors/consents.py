from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from tuanke.customers.domain.consent import UNKNOWN, state_of, strictest
from tuanke.customers.models import ConsentRecord, Customer

NEWEST_FIRST = ("-occurred_at", "-pk")


def list_consents(customer: Customer) -> QuerySet[ConsentRecord]:
    """Everything ever said about being contacted, also by those merged into the customer, newest first."""
    return _of([customer.pk]).select_related("by").order_by(*NEWEST_FIRST)


def consent_state(customer_ids: Iterable[int], channel: str, purpose: str, *, at: datetime) -> dict[int, str]:
    """Customer → granted, denied, withdrawn, expired or unknown, in one query however many there are."""
    ids = list(customer_ids)
    holding = _holding(_of(ids).filter(channel=channel, purpose=purpose))
    said = {whose: state_of(row.status, row.expires_at, at=at) for (whose, *_), row in holding.items()}
    return {customer_id: said.get(customer_id, UNKNOWN) for customer_id in ids}


def latest_consents(customer: Customer) -> dict[tuple[str, str], ConsentRecord]:
    """(channel, purpose) → what holds; pairs nobody said anything about are not in it."""
    holding = _holding(_of([customer.pk]).select_related("by"))
    return {(channel, purpose): row for (_whose, channel, purpose), row in holding.items()}


def list_refusals(customer: Customer) -> list[ConsentRecord]:
    """What holds where it is a no: what somebody about to get in touch must see first."""
    latest = latest_consents(customer).values()
    return [row for row in latest if row.status != ConsentRecord.Status.GRANTED]


def _of(customer_ids: list[int]) -> QuerySet[ConsentRecord]:
    """Records are never moved: those of a merged customer are read as the survivor's."""
    one = Customer.objects.filter(Q(pk__in=customer_ids) | Q(merged_into__in=customer_ids))
    return ConsentRecord.objects.filter(customer__in=one.values("pk"))


def _holding(records: QuerySet[ConsentRecord]) -> dict[tuple[int, str, str], ConsentRecord]:
    """(customer, channel, purpose) → the strictest of what each of the merged said last."""
    asked = ("customer_id", "channel", "purpose")
    latest: QuerySet[Any] = records.order_by(*asked, *NEWEST_FIRST).distinct(*asked)
    sides: dict[tuple[int, str, str], list[Any]] = defaultdict(list)
    for row in latest.annotate(
        whose=Coalesce("customer__merged_into", "customer"), merged_at=F("customer__merged_at")
    ):
        sides[row.whose, row.channel, row.purpose].append(row)
    return {key: strictest(rows) for key, rows in sides.items()}
