from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvoiceTitle(models.Model):
    """What a customer wants on an invoice 发票抬头."""

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="invoice_titles"
    )
    title = models.CharField(_("Invoice title"), max_length=200)
    tax_no = models.CharField(_("Tax number"), max_length=20, blank=True, db_default="")
    address = models.CharField(_("Registered address"), max_length=200, blank=True, db_default="")
    phone = models.CharField(_("Registered telephone"), max_length=40, blank=True, db_default="")
    bank = models.CharField(_("Bank"), max_length=100, blank=True, db_default="")
    account = models.CharField(_("Account number"), max_length=40, blank=True, db_default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer", "title", "tax_no"],
                name="invoice_title_once",
                violation_error_message=_("This invoice title is there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.title
