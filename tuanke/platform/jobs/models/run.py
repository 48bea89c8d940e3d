import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """One piece of long work as people see it: what, how far, how it ended."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    FINISHED: ClassVar[frozenset[str]] = frozenset({State.DONE, State.FAILED, State.CANCELLED})

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    cancel_requested = models.BooleanField(default=False)
    error = models.TextField(blank=True)
    by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-queued_at"])]

    def __str__(self) -> str:
        return f"{self.job} {self.state}"

    @property
    def is_finished(self) -> bool:
        return self.state in self.FINISHED

    @property
    def percent(self) -> int | None:
        return min(100, self.done * 100 // self.total) if self.total else None
