from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

HIGHEST_MARGIN_PERCENT = 95


class ShopSettings(models.Model):
    """What the shop says about itself; one row, whose history is in the audit."""

    stated_margin_percent = models.PositiveSmallIntegerField(_("gross margin"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="shop_settings_one_row", condition=models.Q(pk=1)),
            models.CheckConstraint(
                name="shop_margin_in_range",
                condition=models.Q(stated_margin_percent=None)
                | models.Q(stated_margin_percent__range=(0, HIGHEST_MARGIN_PERCENT)),
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.version}"
