from collections.abc import Sequence

from django.db.models import QuerySet

from tuanke.engagement.domain.reading import hidden_nouns
from tuanke.engagement.models import CustomerEvent
from tuanke.platform.accounts.domain.permissions import Viewer

# whom somebody of the staff did something for
TENDED = "SELECT customer_id FROM engagement_customerevent WHERE actor_id IS NOT NULL"
READ = ("customer_id", "verb", "detail", "occurred_at", "actor__name", "actor__username")


def list_events(viewer: Viewer, customer_ids: Sequence[int]) -> QuerySet[CustomerEvent]:
    """The timeline of a customer and of whoever was merged into them, newest first, as far as the role reads."""
    events = CustomerEvent.objects.filter(customer_id__in=customer_ids)
    for noun in hidden_nouns(viewer):
        events = events.exclude(verb__startswith=f"{noun}.")
    events = events.select_related("actor").only(*READ)
    return events.order_by("-occurred_at", "-pk")
