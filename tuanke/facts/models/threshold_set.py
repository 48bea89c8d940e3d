from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ThresholdSet(models.Model):
    """Where the classes of one dimension begin, as the shop wants it; the newest row of a dimension is in force.

    `fixed`: the numbers `mid` and `high` (purchase days, or fen). `quantile`: the shares of buyers below,
    in per cent; the numbers are read off at the next full run and frozen there. Never changed.
    """

    class Dimension(models.TextChoices):
        FREQUENCY = "frequency"
        AMOUNT = "amount"
        VALUE = "value"  # the average order from which a customer is promising; no `mid`

    class Mode(models.TextChoices):
        FIXED = "fixed", _("Numbers of our own")
        QUANTILE = "quantile", _("Shares of the buyers")

    dimension = models.CharField(max_length=12, choices=Dimension.choices)
    mode = models.CharField(max_length=8, choices=Mode.choices)
    mid = models.BigIntegerField(null=True)
    high = models.BigIntegerField(null=True)
    mid_percent = models.SmallIntegerField(null=True)
    high_percent = models.SmallIntegerField(null=True)
    window_days = models.SmallIntegerField()  # of all dimensions: that of the newest row counts
    fitted_on = models.DateField(null=True)  # the day and the buyers of the figures it was chosen by
    buyers = models.IntegerField(default=0)
    valid_from = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="threshold_window_long_enough", condition=models.Q(window_days__gte=30)
            ),
            models.CheckConstraint(
                name="thresholds_ascend",
                condition=models.Q(mid__isnull=True) | models.Q(mid__lt=models.F("high")),
            ),
            models.CheckConstraint(
                name="threshold_shares_ascend",
                condition=models.Q(mid_percent__isnull=True)
                | models.Q(mid_percent__lt=models.F("high_percent")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.pk}"
