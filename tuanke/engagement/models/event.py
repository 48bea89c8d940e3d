from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class CustomerEvent(models.Model):
    """Something that happened with a customer. Append-only; a trigger in the database sees to it."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    verb = models.CharField(max_length=40)  # noun.verb in the past tense
    object_type = models.CharField(max_length=40, blank=True, db_default="")
    object_uid = models.UUIDField(null=True)
    detail = models.JSONField(default=dict, db_default={})
    actor = models.ForeignKey(
        "accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["customer", "-occurred_at"])]

    def __str__(self) -> str:
        return f"{self.verb} {self.customer_id}"
