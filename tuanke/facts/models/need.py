from django.db import models


class CustomerNeed(models.Model):
    """What a customer needs most as their deeds tell it, by `insights.needs`, with what each score rests on.

    The scores compare customers with each other, so they are those of the last night's run. Per signal: n
    (lines or orders), own, expected (of anybody with the same goods), percentile (0-100 among customers);
    None where the signal is not known. `customer_id` is no foreign key: customers stand above this room.
    """

    customer_id = models.BigIntegerField(primary_key=True)
    as_of = models.DateField()
    lines = models.IntegerField()
    need = models.CharField(max_length=12)
    second_need = models.CharField(max_length=12, null=True)  # noqa: DJ001  None: no other one stands out
    price_score = models.FloatField(null=True)
    quality_score = models.FloatField(null=True)
    service_score = models.FloatField(null=True)
    deal_n = models.IntegerField(null=True)
    deal_own = models.FloatField(null=True)
    deal_expected = models.FloatField(null=True)
    deal_percentile = models.FloatField(null=True)
    tier_n = models.IntegerField(null=True)
    tier_own = models.FloatField(null=True)
    tier_expected = models.FloatField(null=True)
    tier_percentile = models.FloatField(null=True)
    spend_tier_n = models.IntegerField(null=True)
    spend_tier_own = models.FloatField(null=True)
    spend_tier_expected = models.FloatField(null=True)
    spend_tier_percentile = models.FloatField(null=True)
    return_n = models.IntegerField(null=True)
    return_own = models.FloatField(null=True)
    return_expected = models.FloatField(null=True)
    return_percentile = models.FloatField(null=True)
    contact_n = models.IntegerField(null=True)
    contact_own = models.FloatField(null=True)
    contact_expected = models.FloatField(null=True)
    contact_percentile = models.FloatField(null=True)

    def __str__(self) -> str:
        return f"{self.customer_id} {self.need}"
