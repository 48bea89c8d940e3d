from django.db import models


class Imported(models.Model):
    """A row that an import may have written: `batch` says which one.

    Without constraint or index: a batch is never deleted and holds its own row while it writes (ADR 0019).
    """

    batch = models.ForeignKey(
        "imports.ImportBatch",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )

    class Meta:
        abstract = True
