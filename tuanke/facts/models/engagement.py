from django.db import models


class CustomerEngagement(models.Model):
    """How much a customer turns to the shop beside buying, by `insights.engagement`; no row for who never did.

    `customer_id` is no foreign key: customers stand above this room.
    """

    customer_id = models.BigIntegerField(primary_key=True)
    as_of = models.DateField()
    score = models.FloatField()
    recent_acts = models.IntegerField()
    last_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.customer_id} {self.score:.1f}"
