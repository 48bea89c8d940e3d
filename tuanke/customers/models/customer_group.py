from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomerGroup(models.Model):
    """Customers who belong together: a household, a group of companies, a chat group."""

    class Kind(models.TextChoices):
        HOUSEHOLD = "household", _("Household")
        CORPORATE = "corporate_group", _("Group of companies")
        COMMUNITY = "community", _("Chat group")
        CUSTOM = "custom", _("Other group")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    kind = models.CharField(_("Kind"), max_length=15, choices=Kind.choices)
    name = models.CharField(_("Name of the group"), max_length=100)
    leader = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="leads"
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="customer_group_once",
                violation_error_message=_("There is a group of this name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(models.Model):
    """A customer in a group, from a day to a day; who comes back gets a new row."""

    group = models.ForeignKey(CustomerGroup, on_delete=models.CASCADE, related_name="members")
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40, blank=True, db_default="")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["group", "customer"],
                condition=models.Q(left_at__isnull=True),
                name="group_member_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} in {self.group_id}"
