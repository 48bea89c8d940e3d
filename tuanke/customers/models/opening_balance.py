from typing import ClassVar

from django.db import models

from tuanke.customers.models.imported import Imported


class OpeningBalance(Imported):
    """What a customer had with the platform they came from; the ledger takes it over when it opens."""

    class Kind(models.TextChoices):
        POINTS = "points"  # whole points
        STORED_VALUE = "stored_value"  # fen
        GROWTH = "growth"  # whole growth values

    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.CASCADE, related_name="opening_balances", db_index=False
    )
    source = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    amount = models.BigIntegerField()
    stated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "source", "kind"], name="opening_balance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.kind}: {self.amount}"
