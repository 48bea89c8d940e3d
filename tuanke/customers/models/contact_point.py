from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class ContactPoint(models.Model):
    """One way to reach a customer. The value is encrypted; the keyed hash finds it, the tail shows it."""

    class Type(models.TextChoices):
        MOBILE = "mobile", _("Mobile")
        LANDLINE = "landline", _("Landline")
        EMAIL = "email", _("E-mail")
        WECHAT = "wechat", _("WeChat")
        ADDRESS = "address", _("Address")

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="contact_points"
    )
    type = models.CharField(max_length=10, choices=Type.choices)
    value = models.BinaryField()
    value_hash = models.BinaryField(max_length=32)
    tail = models.CharField(max_length=4, blank=True)
    is_identity = models.BooleanField(default=True)  # False: masked, virtual or shared, so it proves nobody
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "type", "value_hash"], name="contact_point_once"),
            models.UniqueConstraint(
                fields=["type", "value_hash"],
                condition=models.Q(is_identity=True),
                name="identity_names_one_customer",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["type", "value_hash"])]

    def __str__(self) -> str:
        return f"{self.type} …{self.tail}"
