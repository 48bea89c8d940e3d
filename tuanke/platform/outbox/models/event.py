from typing import ClassVar

from django.db import models


class OutboxEvent(models.Model):
    """Something that happened, written in the transaction in which it happened."""

    name = models.CharField(max_length=60)
    payload = models.JSONField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class HandledEvent(models.Model):
    """One handler has dealt with one event; the constraint makes it once."""

    event = models.ForeignKey(OutboxEvent, on_delete=models.CASCADE, related_name="+")
    handler = models.CharField(max_length=120)
    handled_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "handler"], name="event_handled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.event_id}"
