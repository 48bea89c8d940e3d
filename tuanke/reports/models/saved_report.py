from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedReport(models.Model):
    """A report somebody keeps, for themselves or for the shop. Whoever opens it sees it over their own customers."""

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    name = models.CharField(_("name"), max_length=80)
    question = models.JSONField()  # as domain.question reads it
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["by", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="saved_report_name_once",
                violation_error_message=_("You have a report of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
