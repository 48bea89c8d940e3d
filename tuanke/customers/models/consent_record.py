from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models.imported import Imported


class ConsentRecord(Imported):
    """What a customer allowed or refused, per channel and purpose. Append-only; the latest one holds."""

    class Channel(models.TextChoices):
        SMS = "sms", _("SMS")
        EMAIL = "email", _("E-mail")
        PHONE = "phone", _("Phone call")
        WECHAT = "wechat", _("WeChat")
        APP_PUSH = "app_push", _("App push")
        POST = "post", _("Post")

    class Purpose(models.TextChoices):
        TRANSACTIONAL = "transactional", _("About orders")
        SERVICE = "service", _("Service messages")
        CARE = "care", _("Care")
        MARKETING = "marketing", _("Marketing")
        SURVEY = "survey", _("Surveys")
        PROFILING = "profiling", _("Profiling")
        THIRD_PARTY = "third_party", _("Third parties")

    class Status(models.TextChoices):
        GRANTED = "granted", _("Granted")
        DENIED = "denied", _("Denied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("Consent")
        CONTRACT = "contract", _("Contract")
        LEGAL_DUTY = "legal_duty", _("Legal duty")

    class Source(models.TextChoices):
        FORM = "form", _("Form")
        IMPORT = "import", _("Imported file")
        CALL = "call", _("Call")
        UNSUBSCRIBE = "unsubscribe", _("Unsubscribe link")
        COMPLAINT = "complaint", _("Complaint")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="consents")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    purpose = models.CharField(max_length=13, choices=Purpose.choices)
    status = models.CharField(max_length=9, choices=Status.choices)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.CONSENT)
    source = models.CharField(max_length=11, choices=Source.choices)
    evidence = models.TextField()  # text version, recording id, what the customer wrote
    by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["channel", "purpose", "customer", "-occurred_at", "-id"], name="consent_latest"
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="consent_has_evidence", condition=~models.Q(source="") & ~models.Q(evidence="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.channel}/{self.purpose}: {self.status}"
