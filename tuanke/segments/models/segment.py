from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class Segment(models.Model):
    """A named rule. Who is in is asked when it is looked at."""

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    name = models.CharField(_("name"), max_length=80)
    rule = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(archived_at__isnull=True),
                name="segment_name_in_use_once",
                violation_error_message=_("A segment of this name is in use."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
