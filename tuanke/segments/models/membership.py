from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class SegmentChange(models.Model):
    """Customers entered and left a segment together, for one cause. Its rows name it."""

    class Cause(models.TextChoices):
        EVENT = "event", _("Something happened")
        TIME = "time", _("Time passed")
        REBUILD = "rebuild", _("Worked out anew")
        DEFINITION_CHANGED = "definition_changed", _("Another rule")
        BACKFILL = "backfill", _("First worked out")
        MERGE = "merge", _("Customers merged")
        IMPORT = "import", _("Put in or taken out by hand")

    segment = models.ForeignKey("segments.Segment", on_delete=models.CASCADE, related_name="changes")
    cause = models.CharField(max_length=18, choices=Cause.choices)
    reason = models.CharField(max_length=300, blank=True, db_default="")  # of what was done by hand
    by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    entered = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["segment", "-at"])]

    def __str__(self) -> str:
        return f"{self.segment_id} {self.cause} +{self.entered} -{self.left}"


class SegmentMembership(models.Model):
    """A customer in a segment from a moment to a moment, [entered_at, exited_at).

    Written by the hundred thousand: of its references only the one to the segment is checked by the database.
    """

    segment = models.ForeignKey(
        "segments.Segment", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    entered_at = models.DateTimeField()
    exited_at = models.DateTimeField(null=True)
    entered_in = models.ForeignKey(
        SegmentChange, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    left_in = models.ForeignKey(
        SegmentChange,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["segment", "customer"],
                condition=models.Q(exited_at__isnull=True),
                name="segment_member_once",
            ),
            models.CheckConstraint(
                name="segment_member_in_order",
                condition=models.Q(exited_at__isnull=True) | models.Q(exited_at__gte=models.F("entered_at")),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["customer", "segment"])]

    def __str__(self) -> str:
        return f"{self.customer_id} in {self.segment_id}"


class SegmentPin(models.Model):
    """A customer whom somebody put into a segment, or keeps out, whatever its rule says."""

    segment = models.ForeignKey("segments.Segment", on_delete=models.CASCADE, related_name="pins")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    is_in = models.BooleanField()
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["segment", "customer"], name="segment_pin_once"),
            models.CheckConstraint(name="segment_pin_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {'in' if self.is_in else 'out of'} {self.segment_id}"
