from typing import ClassVar

from django.db import models


class ClassOverride(models.Model):
    """A class set by hand; it wins over the computed one until it expires or is taken back."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    dimension = models.CharField(max_length=12)
    class_code = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey("accounts.Staff", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer", "dimension"],
                condition=models.Q(ended_at__isnull=True),
                name="one_override_in_force",
            ),
            models.CheckConstraint(name="override_has_reason", condition=~models.Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.dimension}: {self.class_code}"
