"""What holds of a customer's consents, as conditions may ask for it: `domain.consent.strictest` in SQL."""

from collections.abc import Callable
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.consent import FOR_EVER
from tuanke.customers.models import ConsentRecord
from tuanke.kit.rules import Attribute, RuleAttribute, RuleValues

Status = ConsentRecord.Status
STRICTEST_FIRST = ("asked_granted", "-asked_lasts", "-occurred_at", "-pk")


def consent_rows(channel: str, purpose: str) -> Callable[[], QuerySet[Any]]:
    """What each of the merged said last, without what the survivor has spoken for since; a grant may end."""
    is_newer = Q(occurred_at__gt=OuterRef("occurred_at")) | Q(
        occurred_at=OuterRef("occurred_at"), pk__gt=OuterRef("pk")
    )
    granted = When(status=Status.GRANTED, then=F("expires_at"))
    lasts = Coalesce(Case(granted), Value(FOR_EVER), output_field=DateTimeField())

    def rows() -> QuerySet[Any]:
        said = ConsentRecord.objects.filter(channel=channel, purpose=purpose)
        latest = said.filter(~Exists(said.filter(is_newer, customer=OuterRef("customer"))))
        of_all = latest.filter(
            customer=OuterRef("customer__merged_into"), recorded_at__gt=OuterRef("customer__merged_at")
        )
        return latest.filter(~Exists(of_all)).annotate(
            asked_customer_id=Coalesce("customer__merged_into_id", "customer_id"),
            asked_value=F("status"),
            asked_until=Case(granted, output_field=DateTimeField()),
            asked_granted=Case(When(status=Status.GRANTED, then=1), default=0),
            asked_lasts=lasts,
        )

    return rows


def _consent(channel: ConsentRecord.Channel, purpose: ConsentRecord.Purpose) -> RuleAttribute:
    return RuleAttribute(
        f"consent.{channel}.{purpose}",
        Attribute("choice", tuple(Status.values)),
        RuleValues(consent_rows(channel, purpose), stay=True, order=STRICTEST_FIRST, ends=True),
        format_lazy(_("Consent: {channel} · {purpose}"), channel=channel.label, purpose=purpose.label),
        dict(Status.choices),
    )


CONSENTS = tuple(
    _consent(channel, purpose) for channel in ConsentRecord.Channel for purpose in ConsentRecord.Purpose
)
