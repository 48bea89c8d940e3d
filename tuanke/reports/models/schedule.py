from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class Schedule(models.Model):
    """When a saved report goes by mail, and to whom of the staff. `due_at` is the next moment."""

    class Every(models.TextChoices):
        DAY = "day", _("Every day")
        WEEK = "week", _("Every week")
        MONTH = "month", _("Every month")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    report = models.ForeignKey("reports.SavedReport", on_delete=models.PROTECT, related_name="schedules")
    every = models.CharField(max_length=5, choices=Every.choices)
    on_day = models.PositiveSmallIntegerField(default=1)  # of the week (1 Monday) or of the month; 1-28
    hour = models.PositiveSmallIntegerField()  # of the shop's clock
    recipients = models.ManyToManyField("accounts.Staff", related_name="+")
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="schedule_hour", condition=models.Q(hour__range=(0, 23))),
            models.CheckConstraint(name="schedule_day", condition=models.Q(on_day__range=(1, 28))),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.every} {self.on_day} {self.hour}"
