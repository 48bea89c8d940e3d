from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from tuanke.customers.selectors.customers import is_one_of
from tuanke.engagement.models import Interaction, Visitor
from tuanke.platform.accounts.domain.permissions import Permission, Viewer

# who did something on a page of the shop's, themselves or while they were a visitor
SEEN = (
    "SELECT customer_id FROM engagement_interaction WHERE customer_id IS NOT NULL"
    " UNION ALL SELECT customer_id FROM engagement_visitor WHERE customer_id IS NOT NULL"
)


def type_names() -> dict[str, object]:
    """By code."""
    return dict(Interaction.Type.choices)


def list_interactions(viewer: Viewer, customer_ids: Sequence[int]) -> QuerySet[Interaction]:
    """Of a customer and of whoever was merged into them, newest first; none where the role may not read them."""
    if not viewer.may(Permission.INTERACTIONS_VIEW):
        return Interaction.objects.none()
    visitors = Visitor.objects.filter(customer__in=customer_ids).values("pk")
    theirs = Interaction.objects.filter(Q(customer__in=customer_ids) | is_one_of("visitor_id", visitors))
    return theirs.order_by("-occurred_at", "-pk")


class Done(NamedTuple):
    type: str
    at: datetime
    category: str
    about: str  # the product by its name where the catalogue knows it, else as the source calls it
    channel: str
    campaign: str


DONE_IN = """
SELECT type, occurred_at, category, about, channel, campaign FROM (
    SELECT i.type, i.occurred_at, coalesce(nullif(i.category, ''), p.category) AS category,
           coalesce(p.name, i.product) AS about, i.channel, i.campaign,
           row_number() OVER (PARTITION BY i.type, coalesce(nullif(i.category, ''), p.category)
                              ORDER BY i.occurred_at DESC, i.id DESC) AS place
    FROM engagement_interaction i
    LEFT JOIN catalog_product p ON p.source = i.product_source AND p.external_id = i.product
    WHERE i.customer_id = ANY(%(customers)s)
       OR i.visitor_id = ANY(ARRAY(SELECT id FROM engagement_visitor WHERE customer_id = ANY(%(customers)s)))
) theirs WHERE category = ANY(%(categories)s) AND place <= %(each)s
"""


def list_done_in(
    viewer: Viewer, customer_ids: Sequence[int], categories: Sequence[str], *, each: int
) -> list[Done]:
    """The newest of each type in each of these categories; none where the role may not read interactions."""
    if not viewer.may(Permission.INTERACTIONS_VIEW):
        return []
    values: dict[str, Any] = {"customers": list(customer_ids), "categories": list(categories), "each": each}
    with connection.cursor() as cursor:
        cursor.execute(DONE_IN, values)
        return [Done(*row) for row in cursor.fetchall()]
