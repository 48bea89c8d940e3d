from typing import ClassVar

from django.db import models


class SegmentTimer(models.Model):
    """The next moment at which a customer may enter or leave a segment though nothing happens.

    `customer_id` is no foreign key: whoever is gone by then is in no segment.
    """

    segment = models.ForeignKey(
        "segments.Segment", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    customer_id = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["segment", "customer_id"], name="segment_timer_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.customer_id} {self.at}"
