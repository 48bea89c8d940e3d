from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models.imported import Imported


class ContactPoint(Imported):
    """One way to reach a customer. The value is encrypted; the keyed hash finds it, the tail shows it."""

    class Type(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        LANDLINE = "landline", _("Landline")
        EMAIL = "email", _("E-mail")
        WECHAT = "wechat", _("WeChat")
        ADDRESS = "address", _("Address")

    class Doubt(models.TextChoices):
        """Why a number proves nobody."""

        MASKED = "masked", _("masked by the platform")
        VIRTUAL = "virtual", _("virtual number")
        SHARED = "shared", _("shared by several people")

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="contact_points", db_index=False
    )
    type = models.CharField(max_length=10, choices=Type.choices)
    value = models.BinaryField()
    value_hash = models.BinaryField(max_length=32)
    tail = models.CharField(max_length=4, blank=True)
    label = models.CharField(max_length=40, blank=True, db_default="")
    is_identity = models.BooleanField(default=True)  # False: it proves nobody; `doubt` says why where known
    doubt = models.CharField(max_length=7, choices=Doubt.choices, blank=True, db_default="")
    is_primary = models.BooleanField(default=False, db_default=False)
    verified_at = models.DateTimeField(null=True)
    invalid_at = models.DateTimeField(null=True)  # it bounced, or nobody answers there any more
    valid_to = models.DateTimeField(null=True)  # taken off the archive; the row stays as history
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "type", "value_hash"], name="contact_point_once"),
            models.UniqueConstraint(
                fields=["type", "value_hash"],
                condition=models.Q(is_identity=True),
                name="identity_names_one_customer",
            ),
            models.UniqueConstraint(
                fields=["customer", "type"],
                condition=models.Q(is_primary=True),
                name="contact_point_primary_once",
            ),
            models.CheckConstraint(
                name="contact_point_ended_proves_nothing",
                condition=models.Q(valid_to__isnull=True) | models.Q(is_identity=False, is_primary=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["type", "value_hash"])]

    def __str__(self) -> str:
        return f"{self.type} …{self.tail}"
