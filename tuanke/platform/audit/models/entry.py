from typing import Any

from django.db import models


class AuditEntry(models.Model):
    """Append-only; a trigger in the database refuses UPDATE and DELETE."""

    at = models.DateTimeField(db_index=True)
    by_id = models.BigIntegerField(null=True, db_index=True)
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60)
    target_id = models.CharField(max_length=60)
    changes = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.target_type}:{self.target_id}"

    @property
    def content(self) -> dict[str, Any]:
        """What the hash covers."""
        return {
            "at": self.at.isoformat(),
            "by": self.by_id,
            "action": self.action,
            "target": [self.target_type, self.target_id],
            "changes": self.changes,
        }
