from typing import ClassVar

from django.db import models


class Notification(models.Model):
    """One thing told to one person. The sentence is made when it is read, from `values`; no name is kept here."""

    staff = models.ForeignKey("accounts.Staff", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=64)  # with the kind, what it tells of: told twice, it stands once
    about = models.UUIDField(null=True)  # of the thing that has a page
    values = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["staff", "kind", "key"], name="notification_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["staff", "-at"]),
            models.Index(
                fields=["staff"], condition=models.Q(read_at__isnull=True), name="notification_unread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
