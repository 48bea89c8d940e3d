from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.Model):
    """One mail of one due moment to one person: the natural key, so that nobody gets it twice."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        SKIPPED = "skipped", _("Not sent")
        FAILED = "failed", _("Failed")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    schedule = models.ForeignKey("reports.Schedule", on_delete=models.PROTECT, related_name="deliveries")
    due_at = models.DateTimeField()
    recipient = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    reason = models.CharField(
        max_length=300, blank=True
    )  # a code of domain.reasons, or what the mail server said
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["schedule", "due_at", "recipient"], name="delivery_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["not_before"],
                name="delivery_open",
                condition=models.Q(state__in=["waiting", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.schedule_id} {self.due_at:%Y-%m-%d %H:%M} {self.state}"
