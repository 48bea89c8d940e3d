from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportBatch(models.Model):
    """One file on its way in, and the account of its rows."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        STAGING = "staging", _("Reading")
        CHECKED = "checked", _("Checked")
        APPLYING = "applying", _("Writing")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Undone")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    kind = models.CharField(max_length=20)
    file_name = models.CharField(max_length=255)
    path = models.CharField(max_length=500)  # below TUANKE_DATA/files
    companion_path = models.CharField(max_length=500, blank=True, default="")  # the lines of its orders
    companion_name = models.CharField(max_length=255, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    source = models.CharField(max_length=40)
    preset = models.CharField(max_length=60, blank=True, default="")
    mapping = models.JSONField(default=dict)
    is_demo = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    refusal = models.JSONField(default=dict)  # code and its parameters; the sentence is made when read
    forecast = models.JSONField(default=dict)  # what writing would do, worked out by the check
    removed = models.JSONField(default=dict)  # what taking the batch back removed
    step = models.IntegerField(default=0)  # steps applied; moves in the transaction of its step
    steps = models.IntegerField(default=0)
    rows = models.IntegerField(default=0)
    created = models.IntegerField(default=0)
    updated = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    rejected = models.IntegerField(default=0)
    by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    run = models.ForeignKey("jobs.JobRun", null=True, on_delete=models.SET_NULL, related_name="+")
    received_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="import_rows_add_up",
                condition=~models.Q(state="done")
                | models.Q(
                    rows=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("rejected"),
                ),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-received_at"])]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_staged(self) -> bool:
        """Every row was read; a file without rows is refused."""
        return self.rows > 0

    @property
    def counts(self) -> dict[str, int]:
        """What was done with the rows so far; of a batch that was only checked, what would be done."""
        done = {"created": self.created, "updated": self.updated, "unchanged": self.unchanged}
        return {name: self.forecast[name] for name in done} if self.state == self.State.CHECKED else done

    @property
    def awaits_confirmation(self) -> bool:
        """Nobody has said yet that it is to be written."""
        return self.run is None and self.state in {
            self.State.RECEIVED,
            self.State.STAGING,
            self.State.CHECKED,
        }

    @property
    def may_undo(self) -> bool:
        return self.state in {self.State.DONE, self.State.CANCELLED} and (
            self.run is None or self.run.is_finished
        )

    @property
    def may_start(self) -> bool:
        """Not begun yet, or its work ended before all was written: failed, cancelled."""
        is_idle = self.run is None or self.run.is_finished
        return is_idle and self.state not in {self.State.DONE, self.State.REFUSED, self.State.UNDONE}

    @property
    def is_being_undone(self) -> bool:
        return self.run is not None and self.run.job == "imports.undo" and not self.run.is_finished

    @property
    def is_at_work(self) -> bool:
        """Its page changes by itself."""
        at_work = {self.State.RECEIVED, self.State.STAGING, self.State.CHECKED, self.State.APPLYING}
        return self.state in at_work or self.is_being_undone
