from typing import ClassVar

from django.db import models


class CustomerInterest(models.Model):
    """A category that a customer cares for, as `insights.affinity` tells it.

    `customer_id` is no foreign key: customers stand above this room.
    """

    customer_id = models.BigIntegerField()
    category = models.CharField(max_length=120)
    share_percent = models.SmallIntegerField()
    lines = models.IntegerField()
    acts = models.IntegerField()
    is_main = models.BooleanField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer_id", "category"], name="interest_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["category", "customer_id"],
                condition=models.Q(is_main=True),
                name="interest_main",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.category}"
