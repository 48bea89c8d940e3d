from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

SHIPPED_SCENES = {"business": _("Business"), "leisure": _("Leisure")}
SHIPPED_NEEDS = {"price": _("A low price"), "quality": _("Good quality"), "service": _("Good service")}
SHIPPED = {**SHIPPED_SCENES, **SHIPPED_NEEDS}  # words every shop begins with


class Need(models.Model):
    """A word of the shop's own for what customers need. A shipped one has a row once it was used or changed."""

    class Kind(models.TextChoices):
        SCENE = "scene", _("Scene")
        NEED = "need", _("Need")

    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=5, choices=Kind.choices)
    name = models.CharField(max_length=60, blank=True, db_default="")  # blank: as shipped
    archived_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name or str(SHIPPED.get(self.code, self.code))


class StatedNeed(models.Model):
    """What a customer said they need, as somebody of the staff wrote it down; several at a time."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=200, blank=True, db_default="")
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "need"], name="need_stated_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.need_id}"
