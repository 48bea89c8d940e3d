from typing import ClassVar

from django.db import models


class CustomerScore(models.Model):
    """The wide row `insights.scores` computes for a customer; None where the evidence is missing.

    Money in fen, gaps in days. `customer_id` is no foreign key: customers stand above this room.
    """

    customer_id = models.BigIntegerField(primary_key=True)
    run = models.ForeignKey("facts.ScoringRun", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    recency_days = models.IntegerField(null=True)
    frequency = models.IntegerField(null=True)
    monetary_fen = models.BigIntegerField(null=True)
    orders = models.IntegerField(null=True)
    purchase_days = models.IntegerField(null=True)
    revenue_fen = models.BigIntegerField(null=True)
    margin_fen = models.BigIntegerField(null=True)
    aov_fen = models.BigIntegerField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    r_score = models.SmallIntegerField(null=True)
    f_score = models.SmallIntegerField(null=True)
    m_score = models.SmallIntegerField(null=True)
    own_gap_days = models.FloatField(null=True)
    gaps = models.IntegerField(null=True)
    expected_gap_days = models.FloatField(null=True)
    rho = models.FloatField(null=True)
    next_expected_on = models.DateField(null=True)
    lifecycle = models.CharField(max_length=12)
    lifecycle_since = models.DateField(null=True)
    dormant_on = models.DateField(null=True)
    lost_on = models.DateField(null=True)
    frequency_class = models.CharField(max_length=24)
    amount_class = models.CharField(max_length=24)
    value_class = models.CharField(max_length=24)
    abc = models.CharField(max_length=8)
    margin_stake_fen = models.BigIntegerField(null=True)
    cost_known_fen = models.BigIntegerField(null=True)
    margin_stated_fen = models.BigIntegerField(null=True)

    class Meta:
        # What the customer list is sorted by: a page is read off an index instead of sorting everybody.
        indexes: ClassVar[list[models.Index]] = [
            models.Index(models.F(column).desc(nulls_last=True), "customer_id", name=f"score_by_{name}")
            for name, column in {
                "stake": "margin_stake_fen",
                "revenue": "revenue_fen",
                "orders": "orders",
                "last": "last_on",
            }.items()
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.as_of}"
