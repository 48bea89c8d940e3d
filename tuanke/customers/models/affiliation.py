from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Affiliation(models.Model):
    """A person at an organisation, and their part in its buying (Webster and Wind, 1972)."""

    class Role(models.TextChoices):
        INITIATOR = "initiator", _("Initiator")
        USER = "user", _("User")
        INFLUENCER = "influencer", _("Influencer")
        DECIDER = "decider", _("Decider")
        APPROVER = "approver", _("Approver")
        BUYER = "buyer", _("Buyer")
        GATEKEEPER = "gatekeeper", _("Gatekeeper")
        FINANCE = "finance", _("Finance")
        RECEIVER = "receiver", _("Receiver")

    organization = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="organizations")
    role = models.CharField(max_length=12, choices=Role.choices, blank=True)
    batch = models.ForeignKey("imports.ImportBatch", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "person"], name="affiliation_once"),
            models.CheckConstraint(
                name="affiliation_of_two", condition=~models.Q(organization=models.F("person"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organization_id}"
