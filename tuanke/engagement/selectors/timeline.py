from collections.abc import Sequence

from django.db.models import QuerySet

from tuanke.engagement.models import CustomerEvent


def list_events(customer_ids: Sequence[int]) -> QuerySet[CustomerEvent]:
    """The timeline of a customer and of whoever was merged into them, newest first."""
    events = CustomerEvent.objects.filter(customer_id__in=customer_ids)
    return events.select_related("actor").order_by("-occurred_at", "-pk")
