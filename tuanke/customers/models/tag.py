from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models.imported import Imported


class Tag(models.Model):
    """A word that is put on customers: `name`, or `namespace:name`."""

    namespace = models.CharField(max_length=40, blank=True, db_default="")
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["namespace", "name"], name="tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.namespace}:{self.name}" if self.namespace else self.name


class CustomerTag(Imported):
    """A tag on a customer. One that a rule put there is taken off by that rule only."""

    class Source(models.TextChoices):
        MANUAL = "manual", _("By hand")
        RULE = "rule", _("By a rule")

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged")
    source = models.CharField(max_length=6, choices=Source.choices, default=Source.MANUAL)
    by = models.ForeignKey("accounts.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "tag"], name="customer_tagged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.tag_id}"
