from django.db import models


class OwnChoice(models.Model):
    """A customer has this option of an own field of several: a view over `Customer.custom`."""

    pk = models.CompositePrimaryKey("customer_id", "key", "choice")
    customer_id = models.BigIntegerField()
    kind = models.CharField(max_length=6)
    key = models.CharField(max_length=40)
    choice = models.TextField()

    class Meta:
        managed = False
        db_table = "customers_ownchoice"

    def __str__(self) -> str:
        return f"{self.customer_id} {self.key}: {self.choice}"
