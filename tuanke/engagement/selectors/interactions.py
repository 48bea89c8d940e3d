from collections.abc import Sequence

from django.db.models import Q, QuerySet

from tuanke.engagement.models import Interaction, Visitor
from tuanke.platform.accounts.domain.permissions import Permission, Viewer

# who did something on a page of the shop's, themselves or while they were a visitor
SEEN = (
    "SELECT customer_id FROM engagement_interaction WHERE customer_id IS NOT NULL"
    " UNION ALL SELECT customer_id FROM engagement_visitor WHERE customer_id IS NOT NULL"
)


def list_interactions(viewer: Viewer, customer_ids: Sequence[int]) -> QuerySet[Interaction]:
    """Of a customer and of whoever was merged into them, newest first; none where the role may not read them."""
    if not viewer.may(Permission.INTERACTIONS_VIEW):
        return Interaction.objects.none()
    visitors = list(Visitor.objects.filter(customer__in=customer_ids).values_list("pk", flat=True))
    theirs = Interaction.objects.filter(Q(customer__in=customer_ids) | Q(visitor__in=visitors))
    return theirs.order_by("-occurred_at", "-pk")
