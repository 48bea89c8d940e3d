from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models.imported import Imported


class LifeEvent(Imported):
    """A day that comes back every year, in the solar or the lunar calendar; the year may be unknown."""

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday", _("Birthday")
        WEDDING = "wedding", _("Wedding day")
        FOUNDING = "founding", _("Founding day")
        CUSTOM = "custom", _("Another day")

    class Calendar(models.TextChoices):
        SOLAR = "solar", _("Solar calendar")
        LUNAR = "lunar", _("Lunar calendar")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="life_events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=60, blank=True, db_default="")  # of another day
    calendar = models.CharField(max_length=5, choices=Calendar.choices, default=Calendar.SOLAR)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    month = models.PositiveSmallIntegerField()
    day = models.PositiveSmallIntegerField()
    is_leap_month = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="life_event_is_a_day",
                condition=models.Q(month__range=(1, 12), day__range=(1, 31))
                & (models.Q(calendar="solar", is_leap_month=False) | models.Q(calendar="lunar", day__lte=30)),
            ),
            models.UniqueConstraint(fields=["customer", "kind", "name"], name="life_event_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.month}-{self.day}"
