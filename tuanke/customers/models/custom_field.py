from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tuanke.customers.models.customer import Customer


class CustomField(models.Model):
    """A field the shop has thought of itself. Values live in `Customer.custom` under `key`.

    The type never changes and a field is archived, not deleted: no value is ever lost.
    """

    class Type(models.TextChoices):
        TEXT = "text", _("Text")
        INT = "int", _("Whole number")
        DECIMAL = "decimal", _("Decimal number")
        MONEY = "money", _("Amount of money")
        BOOL = "bool", _("Yes or no")
        DATE = "date", _("Date")
        ENUM = "enum", _("One of a list")
        MULTI_ENUM = "multi_enum", _("Several of a list")
        URL = "url", _("Web address")

    kind = models.CharField(_("For"), max_length=6, choices=Customer.Kind.choices)
    key = models.SlugField(_("Key of the field"), max_length=40)
    label = models.CharField(_("Field"), max_length=60)
    type = models.CharField(_("Type"), max_length=10, choices=Type.choices)
    options = ArrayField(models.CharField(max_length=60), blank=True, default=list, db_default=[])
    required = models.BooleanField(_("Must be filled in"), default=False)
    unique = models.BooleanField(_("No two customers alike"), default=False)
    pii = models.BooleanField(_("Tells who somebody is: masked as names are"), default=False)
    default = models.CharField(_("Filled in at first with"), max_length=200, blank=True, db_default="")
    validation = models.JSONField(
        blank=True, default=dict, db_default={}
    )  # see domain.custom_values.Definition
    position = models.PositiveSmallIntegerField(_("Position"), default=0)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                name="custom_field_key_once",
                violation_error_message=_("There is a field with this key."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CustomFieldHolder(models.Model):
    """Who holds a value that no two customers may share: the database decides, not a look beforehand."""

    field = models.ForeignKey(CustomField, on_delete=models.CASCADE, related_name="holders")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    value = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["field", "value"], name="custom_value_held_once"),
            models.UniqueConstraint(fields=["field", "customer"], name="custom_value_one_each"),
        ]

    def __str__(self) -> str:
        return f"{self.field_id}: {self.customer_id}"
