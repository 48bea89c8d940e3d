from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models


class SegmentSnapshot(models.Model):
    """Who was in a segment at a moment, kept as it was: what a campaign is sent to. Never changed."""

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    segment = models.ForeignKey("segments.Segment", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    customer_ids = ArrayField(models.BigIntegerField())  # in order of number
    by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.segment_id} {self.at}"
