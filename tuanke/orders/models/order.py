from typing import ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Order(models.Model):
    """What a customer ordered once. The customer is the one it was recorded for; reads resolve merges."""

    class Kind(models.TextChoices):
        ORDER = "order", _("Order")
        REFUND = "refund", _("Refund without its order")

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", _("Confirmed")
        COMPLETED = "completed", _("Completed")
        AWAITING_PAYMENT = "awaiting_payment", _("Awaiting payment")
        CANCELLED = "cancelled", _("Cancelled")

    COUNTED: ClassVar[tuple[str, ...]] = (Status.CONFIRMED, Status.COMPLETED)

    uid = models.UUIDField(unique=True, editable=False, db_default=RandomUUID())
    customer = models.ForeignKey(
        "customers.Customer", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    source = models.CharField(max_length=40)
    external_id = models.CharField(max_length=200)
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.ORDER)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CONFIRMED)
    source_status = models.CharField(max_length=80, blank=True, db_default="")
    channel = models.CharField(max_length=40, blank=True, db_default="")
    revenue_fen = models.BigIntegerField()  # Σ lines, before refunds
    refunded_fen = models.BigIntegerField(default=0, db_default=0)
    # what the source said and later rooms take up: group, role, is_leader, voucher, credit_account
    origin = models.JSONField(default=dict, db_default={})
    content_hash = models.CharField(
        max_length=32, db_default=""
    )  # of what the import said; equal = unchanged
    batch = models.ForeignKey(  # a batch is never deleted and holds its own row while it writes: ADR 0019
        "imports.ImportBatch",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
    )
    ordered_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "external_id"], name="order_once_per_source"),
            models.CheckConstraint(name="order_refund_not_negative", condition=models.Q(refunded_fen__gte=0)),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["customer", "-ordered_at"]),
            models.Index(fields=["-ordered_at"]),
        ]

    def __str__(self) -> str:
        return self.external_id


class OrderLine(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", db_index=False)
    position = models.IntegerField()
    product = models.ForeignKey("catalog.Product", null=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    revenue_fen = models.BigIntegerField()
    discount_fen = models.BigIntegerField(default=0, db_default=0)
    refunded_fen = models.BigIntegerField(default=0, db_default=0)
    cost_fen = models.BigIntegerField(null=True)  # of the whole line; None: not known

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["order", "position"], name="order_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}.{self.position}"
