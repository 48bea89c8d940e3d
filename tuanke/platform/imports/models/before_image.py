from typing import ClassVar

from django.db import models


class BeforeImage(models.Model):
    """A row of the books as it was before a batch changed it; kept only for rows that changed."""

    batch = models.ForeignKey("imports.ImportBatch", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    row_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()  # enough of what the batch wrote to tell whether anybody changed it since

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["batch", "kind", "row_id"], name="before_image_once_per_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.row_id}"
