from django.db import models


class CustomerInterest(models.Model):
    """A category that a customer cares for, as `insights.affinity` tells it.

    `customer_id` is no foreign key: customers stand above this room.
    """

    pk = models.CompositePrimaryKey("customer_id", "category")  # one index to write, a million times a night
    customer_id = models.BigIntegerField()
    category = models.CharField(max_length=120)
    share_percent = models.SmallIntegerField()
    lines = models.IntegerField()
    acts = models.IntegerField()
    is_main = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.customer_id} {self.category}"
