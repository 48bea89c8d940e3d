from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ClassChange(models.Model):
    """A customer went from one class to another. Append-only."""

    class Cause(models.TextChoices):
        BEHAVIOUR = "behaviour", _("Behaviour")
        RULE_CHANGE = "rule_change", _("New cut-offs")
        DATA_CORRECTION = "data_correction", _("Corrected data")
        MERGE = "merge", _("Merged records")
        OVERRIDE = "override", _("Set by hand")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=12)
    before = models.CharField(max_length=120, blank=True)
    after = models.CharField(max_length=120)
    cause = models.CharField(max_length=16, choices=Cause.choices)
    run = models.ForeignKey("facts.ScoringRun", null=True, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "-as_of"]),
            models.Index(fields=["dimension", "as_of"], name="change_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.dimension}: {self.before} → {self.after}"
