from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now


class Product(models.Model):
    """One thing that is sold, as its source names it."""

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)  # the source's SKU, or the name where it has none
    name = models.CharField(max_length=300)
    category = models.CharField(max_length=120, blank=True, db_default="")
    unit_cost_fen = models.BigIntegerField(null=True)  # None: not known
    batch = models.ForeignKey("imports.ImportBatch", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "external_id"], name="product_once_per_source"),
        ]

    def __str__(self) -> str:
        return self.name
