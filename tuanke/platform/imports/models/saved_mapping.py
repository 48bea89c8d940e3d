from typing import ClassVar

from django.db import models


class SavedMapping(models.Model):
    """Which column is which, remembered for files with the same header."""

    header_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    mapping = models.JSONField()  # key → column
    source = models.CharField(max_length=40)
    used_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["header_hash", "kind"], name="mapping_once_per_header"),
        ]

    def __str__(self) -> str:
        return self.header_hash[:12]
