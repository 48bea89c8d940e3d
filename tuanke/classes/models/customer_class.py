from typing import ClassVar

from django.db import models


class CustomerClass(models.Model):
    """A customer's class in every dimension. The evidence is the score row and the run's numbers."""

    customer = models.OneToOneField(
        "customers.Customer", primary_key=True, on_delete=models.CASCADE, related_name="classification"
    )
    score = models.OneToOneField(
        "facts.CustomerScore", db_constraint=False, on_delete=models.DO_NOTHING, related_name="+"
    )
    run = models.ForeignKey("facts.ScoringRun", on_delete=models.PROTECT, related_name="+")
    lifecycle = models.CharField(max_length=12)
    lifecycle_since = models.DateField()
    frequency = models.CharField(max_length=24)
    frequency_since = models.DateField()
    amount = models.CharField(max_length=24)
    amount_since = models.DateField()
    value = models.CharField(max_length=24)
    value_since = models.DateField()
    abc = models.CharField(max_length=8)
    abc_since = models.DateField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["value", "lifecycle"]),
            models.Index(fields=["lifecycle"]),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.value} {self.lifecycle}"
