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
    # since: None until the first scoring that knew the dimension
    need = models.CharField(max_length=12, db_default="unknown")
    need_since = models.DateField(null=True)
    behaviour = models.CharField(max_length=12, db_default="unknown")
    behaviour_since = models.DateField(null=True)
    source = models.CharField(max_length=16, db_default="unknown")
    source_since = models.DateField(null=True)
    interest = models.CharField(max_length=120, db_default="unknown")  # a category
    interest_since = models.DateField(null=True)
    scene = models.CharField(max_length=32, db_default="unknown")  # the code of a customers.Need
    scene_since = models.DateField(null=True)
    scenes = models.CharField(max_length=500, blank=True, db_default="")  # all of them, by spaces
    # A step down waits for a second evaluation: the day of the first one that said so.
    frequency_below_on = models.DateField(null=True)
    amount_below_on = models.DateField(null=True)
    value_below_on = models.DateField(null=True)
    # Over a lifetime these only shrink when data are corrected, such as by a refund.
    seen_revenue_fen = models.BigIntegerField(null=True)
    seen_purchase_days = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["value", "lifecycle"]),
            models.Index(fields=["lifecycle"]),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.value} {self.lifecycle}"
