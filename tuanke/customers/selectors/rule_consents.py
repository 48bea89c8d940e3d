"""What holds of a customer's consents, as conditions may ask for it: `domain.consent.strictest` in SQL."""

from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tuanke.customers.domain.consent import FOR_EVER
from tuanke.customers.models import ConsentRecord
from tuanke.kit.rules import Attribute, RuleAttribute, RuleValues

Status = ConsentRecord.Status
STRICTEST_FIRST = ("asked_granted", "-asked_lasts", "-occurred_at", "-pk")


def _said() -> QuerySet[Any]:
    """What each of the merged said last, without what the survivor has spoken for since; a grant may end."""
    about = {"channel": OuterRef("channel"), "purpose": OuterRef("purpose")}
    is_newer = Q(occurred_at__gt=OuterRef("occurred_at")) | Q(
        occurred_at=OuterRef("occurred_at"), pk__gt=OuterRef("pk")
    )
    newer = ConsentRecord.objects.filter(is_newer, **about, customer=OuterRef("customer"))
    latest = ConsentRecord.objects.filter(~Exists(newer))
    of_all = latest.filter(
        **about, customer=OuterRef("customer__merged_into"), recorded_at__gt=OuterRef("customer__merged_at")
    )
    granted = When(status=Status.GRANTED, then=F("expires_at"))
    return latest.filter(~Exists(of_all)).annotate(
        asked_customer_id=Coalesce("customer__merged_into_id", "customer_id"),
        asked_name=Concat(Value("consent."), "channel", Value("."), "purpose"),
        asked_value=F("status"),
        asked_until=Case(granted, output_field=DateTimeField()),
        asked_granted=Case(When(status=Status.GRANTED, then=1), default=0),
        asked_lasts=Coalesce(Case(granted), Value(FOR_EVER), output_field=DateTimeField()),
    )


SAID = RuleValues(_said, stay=True, order=STRICTEST_FIRST, ends=True, are_named=True)


def _consent(channel: ConsentRecord.Channel, purpose: ConsentRecord.Purpose) -> RuleAttribute:
    return RuleAttribute(
        f"consent.{channel}.{purpose}",
        Attribute("choice", tuple(Status.values)),
        SAID,
        format_lazy(_("Consent: {channel} · {purpose}"), channel=channel.label, purpose=purpose.label),
        dict(Status.choices),
    )


CONSENTS = tuple(
    _consent(channel, purpose) for channel in ConsentRecord.Channel for purpose in ConsentRecord.Purpose
)
