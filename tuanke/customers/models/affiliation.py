from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Affiliation(models.Model):
    """A person at an organisation, and their parts in its buying (Webster and Wind, 1972)."""

    class Role(models.TextChoices):
        INITIATOR = "initiator", _("Initiator")
        USER = "user", _("User")
        INFLUENCER = "influencer", _("Influencer")
        DECIDER = "decider", _("Decider")
        APPROVER = "approver", _("Approver")
        BUYER = "buyer", _("Buyer")
        GATEKEEPER = "gatekeeper", _("Gatekeeper")
        FINANCE = "finance", _("Finance")
        LEGAL = "legal", _("Legal")
        RECEIVER = "receiver", _("Receiver")
        CHAMPION = "champion", _("Champion")

    class Stance(models.TextChoices):
        SUPPORTER = "supporter", _("Supporter")
        NEUTRAL = "neutral", _("Neutral")
        OPPONENT = "opponent", _("Opponent")

    organization = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="organizations")
    roles = ArrayField(
        models.CharField(max_length=12, choices=Role.choices), blank=True, default=list, db_default=[]
    )
    department = models.CharField(max_length=100, blank=True, db_default="")
    title = models.CharField(max_length=100, blank=True, db_default="")
    influence = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    stance = models.CharField(max_length=9, choices=Stance.choices, blank=True, db_default="")
    is_primary = models.BooleanField(default=False, db_default=False)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    batch = models.ForeignKey("imports.ImportBatch", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "person"], name="affiliation_once"),
            models.UniqueConstraint(
                fields=["organization"],
                condition=models.Q(is_primary=True, ended_on__isnull=True),
                name="affiliation_primary_once",
            ),
            models.CheckConstraint(
                name="affiliation_of_two", condition=~models.Q(organization=models.F("person"))
            ),
            models.CheckConstraint(
                name="affiliation_influence_1_to_5",
                condition=models.Q(influence__isnull=True) | models.Q(influence__range=(1, 5)),
            ),
            models.CheckConstraint(
                name="affiliation_ends_after_start",
                condition=models.Q(started_on__isnull=True)
                | models.Q(ended_on__isnull=True)
                | models.Q(ended_on__gte=models.F("started_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.organization_id}"
