from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _


class MergeOperation(models.Model):
    """Customers who turned out to be one: who stays, who went into them, by whom, why, and what undoing left."""

    class State(models.TextChoices):
        DONE = "done", _("Merged")
        UNDONE = "undone", _("Taken back")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    survivor = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    losers = ArrayField(models.BigIntegerField())
    choices = models.JSONField(default=dict)  # field → id of the customer whose value was chosen by hand
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    marks = models.JSONField(default=dict)  # table → highest id there was, so that later rows can be told
    state = models.CharField(max_length=6, choices=State.choices, default=State.DONE)
    undone_by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    conflicts = models.JSONField(default=list)  # what undoing could not put back: [table, row, column]

    class Meta:
        indexes: ClassVar[list[models.Index]] = [GinIndex(fields=["losers"], name="merge_losers")]

    def __str__(self) -> str:
        return f"{self.losers} → {self.survivor_id}"


class MergeMove(models.Model):
    """One row that a merge changed, as it was and as it became; None after means that it went away."""

    operation = models.ForeignKey(MergeOperation, on_delete=models.CASCADE, related_name="moves")
    step = models.PositiveSmallIntegerField()  # undone step by step, the last one first
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.table} {self.row_id}"
