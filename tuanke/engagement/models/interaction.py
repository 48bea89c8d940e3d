from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tuanke.engagement.domain.interactions import InteractionType


class Interaction(models.Model):
    """What somebody did on a page or in social media. Append-only; a trigger in the database sees to it.

    Of a customer, or of a visitor who may turn out to be one; the customer is the one it was recorded for.
    """

    class Type(models.TextChoices):
        BROWSE = InteractionType.BROWSE.value, _("Looked at")
        COMMENT = InteractionType.COMMENT.value, _("Commented on")
        LIKE = InteractionType.LIKE.value, _("Liked")
        SHARE = InteractionType.SHARE.value, _("Shared")
        FAVOURITE = InteractionType.FAVOURITE.value, _("Marked as favourite")
        CART = InteractionType.CART.value, _("Put into the cart")
        ENQUIRY = InteractionType.ENQUIRY.value, _("Asked about")
        FOLLOW = InteractionType.FOLLOW.value, _("Followed")
        PARTICIPATE = InteractionType.PARTICIPATE.value, _("Took part in")

    source = models.CharField(max_length=40)
    event_id = models.CharField(max_length=200)
    type = models.CharField(max_length=11, choices=Type.choices)
    customer = models.ForeignKey(
        "customers.Customer", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    visitor = models.ForeignKey(
        "engagement.Visitor", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=40, blank=True, db_default="")  # where it happened
    product_source = models.CharField(max_length=40, blank=True, db_default="")
    product = models.CharField(max_length=200, blank=True, db_default="")  # as that source names it
    category = models.CharField(max_length=120, blank=True, db_default="")
    campaign = models.CharField(max_length=100, blank=True, db_default="")
    keyword = models.CharField(max_length=100, blank=True, db_default="")
    referrer = models.CharField(max_length=200, blank=True, db_default="")
    origin = models.CharField(max_length=40, blank=True, db_default="")  # channel the visit came through
    evidence = models.CharField(max_length=200, blank=True, db_default="")  # how that is known
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["source", "event_id"], name="interaction_once_per_source"),
            models.CheckConstraint(
                name="interaction_of_customer_or_visitor",
                condition=models.Q(customer__isnull=False, visitor__isnull=True)
                | models.Q(customer__isnull=True, visitor__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["customer", "-occurred_at"],
                condition=models.Q(customer__isnull=False),
                name="interaction_of_customer",
            ),
            models.Index(
                fields=["visitor", "-occurred_at"],
                condition=models.Q(visitor__isnull=False),
                name="interaction_of_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.source}:{self.event_id}"
