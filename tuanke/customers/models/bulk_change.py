from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkChange(models.Model):
    """One person changed many customers at once; with what was before, so that it can be undone."""

    class Action(models.TextChoices):
        OWNER = "owner", _("Assign to a colleague")
        TAG = "tag", _("Put a tag on")
        UNTAG = "untag", _("Take a tag off")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    action = models.CharField(max_length=5, choices=Action.choices)
    owner = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    tag = models.ForeignKey("customers.Tag", null=True, on_delete=models.PROTECT, related_name="+")
    changed = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone = models.PositiveIntegerField(null=True)  # how many were put back; None while it stands

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["by", "-id"])]

    def __str__(self) -> str:
        return f"{self.action} × {self.changed}"


class BulkChangeRow(models.Model):
    """A customer that a bulk change changed. `before`: the owner, or who had put the tag there and when."""

    change = models.ForeignKey(BulkChange, on_delete=models.CASCADE, related_name="rows")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)
    is_undone = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["change", "customer"], name="bulk_change_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.customer_id}"
