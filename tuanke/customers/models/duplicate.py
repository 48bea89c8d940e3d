from typing import ClassVar

from django.db import models

IN_ORDER = models.Q(first__lt=models.F("second"))


class DuplicateCandidate(models.Model):
    """Two customers who may be one, with what speaks for and against it; found anew every night."""

    first = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField()
    weights = models.JSONField(default=list)  # [feature, level, weight in bits], see domain.matching
    stake_fen = models.BigIntegerField(default=0)  # margin a year of both
    group_size = models.PositiveIntegerField(default=2)  # customers who hang together through such pairs
    is_tangled = models.BooleanField(
        default=False
    )  # the group is large or holds together weakly: look at all
    found_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicate_pair_once"),
            models.CheckConstraint(name="duplicate_pair_in_order", condition=IN_ORDER),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["-stake_fen", "-probability", "id"], name="duplicate_by_stake")
        ]

    def __str__(self) -> str:
        return f"{self.first_id} = {self.second_id}? {self.probability:.3f}"


class NotDuplicate(models.Model):
    """Somebody looked and said that these two are not the same; they are never suggested again."""

    first = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["first", "second"], name="not_duplicate_once"),
            models.CheckConstraint(name="not_duplicate_in_order", condition=IN_ORDER),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
