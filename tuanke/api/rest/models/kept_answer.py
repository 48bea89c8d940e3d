from typing import ClassVar

from django.db import models


class KeptAnswer(models.Model):
    """What a token was answered under an Idempotency-Key, so that asking again acts once."""

    token = models.ForeignKey("accounts.ApiToken", on_delete=models.PROTECT, related_name="+", db_index=False)
    route = models.CharField(max_length=60)
    key = models.CharField(max_length=255)
    body_hash = models.BinaryField(max_length=32)
    content = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["token", "route", "key"], name="answered_once_per_key"),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
