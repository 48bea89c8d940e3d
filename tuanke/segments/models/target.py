from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class TargetGroup(models.Model):
    """A segment somebody wants something of by a day: from `baseline` to `goal`, which may be lower.

    Customers are counted, revenue is net fen since the start, the repurchase rate a share from 0 to 1.
    """

    class Metric(models.TextChoices):
        CUSTOMERS = "customers", _("Number of customers")
        REVENUE = "revenue", _("Net revenue since the start")
        REPURCHASE_RATE = "repurchase_rate", _("Share who bought on two days or more since the start")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    segment = models.ForeignKey("segments.Segment", on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    objective = models.CharField(_("Goal in words"), max_length=200)
    metric = models.CharField(_("Measured by"), max_length=15, choices=Metric.choices)
    baseline = models.FloatField(_("At the start"))
    goal = models.FloatField(_("Goal"))
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"))
    ended_at = models.DateTimeField(null=True, blank=True)  # given up before its time
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="target_ends_after_it_starts",
                condition=models.Q(ends_on__gt=models.F("starts_on")),
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                name="target_wants_something_else",
                condition=~models.Q(goal=models.F("baseline")),
                violation_error_message=_("The goal is where you are already."),
            ),
        ]

    def __str__(self) -> str:
        return self.objective


class TargetProgress(models.Model):
    """A target group as it stood on a day: its value with interval, and its part of the whole shop (fen)."""

    target = models.ForeignKey(TargetGroup, on_delete=models.CASCADE, related_name="progress")
    on = models.DateField()
    value = models.FloatField(null=True)  # None: nothing to measure yet
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    customers = models.IntegerField()
    all_customers = models.IntegerField()
    revenue_fen = models.BigIntegerField()  # lifetime, net, as scored
    all_revenue_fen = models.BigIntegerField()
    margin_fen = models.BigIntegerField()
    all_margin_fen = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["target", "on"], name="target_progress_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.target_id} {self.on}: {self.value}"
