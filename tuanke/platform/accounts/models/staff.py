from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tuanke.platform.accounts.domain.permissions import Role, Viewer


class Team(models.Model):
    name = models.CharField(_("team"), max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(username=username)


class Staff(AbstractBaseUser):
    """One person of the staff. What they may do follows from the role alone."""

    class RoleChoice(models.TextChoices):
        OWNER = Role.OWNER.value, pgettext_lazy("role", "Owner")
        MANAGER = Role.MANAGER.value, _("Manager")
        SALES = Role.SALES.value, _("Sales")
        SERVICE = Role.SERVICE.value, _("Service")
        MARKETING = Role.MARKETING.value, _("Marketing")
        FINANCE = Role.FINANCE.value, _("Finance")
        ANALYST = Role.ANALYST.value, _("Analyst")

    username = models.CharField(
        _("user name"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()]
    )
    name = models.CharField(_("name"), max_length=60)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=16, choices=RoleChoice.choices)
    team = models.ForeignKey(
        Team, verbose_name=_("team"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = StaffManager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="staff_role_known",
                condition=models.Q(role__in=[role.value for role in Role]),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def viewer(self) -> Viewer:
        return Viewer(staff_id=self.pk, team_id=self.team_id, role=Role(self.role))
