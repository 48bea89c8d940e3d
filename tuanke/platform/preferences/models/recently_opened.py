from typing import ClassVar

from django.db import models


class RecentlyOpened(models.Model):
    """What one person of the staff opened, and when last. It says nothing of whether they may see it still."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer"
        SEGMENT = "segment"

    staff = models.ForeignKey("accounts.Staff", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    uid = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["staff", "kind", "uid"], name="recently_opened_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["staff", "-at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"
