from datetime import date
from typing import ClassVar

from django.db import models


class ScoringRun(models.Model):
    """One scoring of customers, with the frozen numbers it used."""

    class Kind(models.TextChoices):
        FULL = "full"
        PARTIAL = "partial"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    as_of = models.DateField()
    parameters = models.JSONField()
    stated_margin_percent = models.SmallIntegerField(null=True)  # of revenue, where the cost is not known
    thresholds = models.ForeignKey(  # the newest when it ran; None: the shop never chose any
        "facts.ThresholdSet", null=True, on_delete=models.PROTECT, related_name="+"
    )
    customers = models.IntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()

    class Meta:
        get_latest_by: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.as_of}"

    @property
    def cut_on(self) -> date:
        """The day its cut-offs were taken."""
        return date.fromisoformat(self.parameters["as_of"])
