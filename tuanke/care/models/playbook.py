from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Playbook(models.Model):
    """How the shop treats the customers of a class or a segment. A shipped one has a row once it was changed."""

    dimension = models.CharField(max_length=12, blank=True, db_default="")
    class_code = models.CharField(max_length=120, blank=True, db_default="")
    segment = models.OneToOneField("segments.Segment", null=True, on_delete=models.CASCADE, related_name="+")
    offer = models.TextField(_("What to offer"), max_length=500, blank=True, db_default="")
    content = models.TextField(_("What to show and tell"), max_length=500, blank=True, db_default="")
    service = models.TextField(_("How to serve"), max_length=500, blank=True, db_default="")
    changed_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["dimension", "class_code"],
                condition=models.Q(segment__isnull=True),
                name="playbook_once_per_class",
            ),
            models.CheckConstraint(
                name="playbook_of_a_class_or_a_segment",
                condition=models.Q(segment__isnull=True) ^ models.Q(dimension="", class_code=""),
            ),
            models.CheckConstraint(
                name="playbook_says_something",
                condition=~models.Q(offer="", content="", service=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension}.{self.class_code}" if self.dimension else f"segment {self.segment_id}"
