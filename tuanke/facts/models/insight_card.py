from django.contrib.postgres.fields import ArrayField
from django.db import models


class InsightCard(models.Model):
    """A claim about the shop that stands, as `insights.claims` found it, with the people behind its number.

    `value`, `other`, `low` and `high` are in the unit of `measure`; `margin_fen` is what those people brought
    in the last year. Worked out anew with the reports; `customers` are numbers and no foreign keys, for
    customers stand above this room.
    """

    key = models.CharField(max_length=160, unique=True)  # kind:subject
    place = models.SmallIntegerField()  # 1: the most margin concerned
    run = models.ForeignKey("facts.ScoringRun", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=140)
    measure = models.CharField(max_length=8)
    n = models.IntegerField()
    value = models.FloatField()
    other_n = models.IntegerField()
    other = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    details = models.JSONField(default=dict)
    margin_fen = models.BigIntegerField()
    people = models.IntegerField()
    customers = ArrayField(models.BigIntegerField())

    def __str__(self) -> str:
        return self.key
