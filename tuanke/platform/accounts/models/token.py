import hmac
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.utils.translation import gettext_lazy as _

from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.domain.tokens import TokenScope


class ApiToken(models.Model):
    """Lets one program in. Only its hash is kept; it ends with the account or the password of who made it."""

    class Scope(models.TextChoices):
        EVENTS_WRITE = TokenScope.EVENTS_WRITE.value, _("Report what customers do")

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    name = models.CharField(_("Used by"), max_length=60)
    token_hash = models.BinaryField(max_length=32, unique=True)
    tail = models.CharField(max_length=4)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    created_by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    password_mark = models.CharField(max_length=64)  # of the maker's password then, as sessions keep it
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["-created_at"])]

    def __str__(self) -> str:
        return f"{self.name} …{self.tail}"

    @property
    def is_live(self) -> bool:
        """Nobody took it back, and who made it could make it again with the password of then."""
        staff = self.created_by
        return (
            self.revoked_at is None
            and staff.is_active
            and staff.viewer.may(Permission.TOKENS_MANAGE)
            and hmac.compare_digest(self.password_mark, staff.get_session_auth_hash())
        )
