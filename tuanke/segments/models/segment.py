from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class Segment(models.Model):
    """A named group of customers: by a rule, or a list kept by hand. Who is in is `SegmentMembership`."""

    class Kind(models.TextChoices):
        DYNAMIC = "dynamic", _("By a rule")
        STATIC = "static", _("List")

    class Status(models.TextChoices):
        NEW = "new", _("Not worked out yet")
        READY = "ready", _("Up to date")
        STALE = "stale", _("Something it rests on failed")
        FAILED = "failed", _("Could not be worked out")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.DYNAMIC, db_default="dynamic")
    rule = models.JSONField(null=True)  # {"v": 1, "root": …}; of a list: none
    version = models.PositiveIntegerField(default=1)  # of the rule
    realtime = models.BooleanField(default=True, db_default=True)  # else by night only
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.NEW, db_default="new")
    built_version = models.PositiveIntegerField(
        null=True, blank=True
    )  # of the rule its members were found by
    last_built_at = models.DateTimeField(null=True, blank=True)
    build_seconds = models.FloatField(null=True, blank=True)
    size = models.IntegerField(default=0, db_default=0)
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)  # one after the other
    error = models.TextField(blank=True, db_default="")
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
            models.CheckConstraint(
                name="segment_has_rule_or_is_list",
                condition=models.Q(kind="dynamic", rule__isnull=False)
                | models.Q(kind="static", rule__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name
