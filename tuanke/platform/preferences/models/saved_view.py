from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A list as somebody wants it again: what it is narrowed to, its order and its columns, under a name."""

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    list_name = models.CharField(max_length=40)  # as in Preference.columns
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=2000, blank=True)  # the list's address after the question mark
    columns = models.JSONField(default=list)
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["list_name", "by", "name"],
                condition=models.Q(removed_at__isnull=True),
                name="saved_view_name_once",
                violation_error_message=_("You have a view of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
