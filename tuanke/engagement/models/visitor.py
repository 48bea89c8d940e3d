from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Visitor(models.Model):
    """Somebody whom only a source knows. Their interactions count once they turn out to be a customer."""

    class Kind(models.TextChoices):
        MOBILE = "mobile"  # `key` is the keyed hash of the number, in hex
        IDENTITY = "identity"  # `key` is what the source calls them

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.CharField(max_length=40, blank=True)
    key = models.CharField(max_length=200)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    attached_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "source", "key"], name="visitor_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["id"], condition=models.Q(customer__isnull=True), name="visitor_unresolved"),
            models.Index(
                fields=["customer"], condition=models.Q(customer__isnull=False), name="visitor_customer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"
