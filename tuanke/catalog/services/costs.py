"""What goods cost the shop."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from tuanke.catalog.models import Product
from tuanke.facts.services import dirty
from tuanke.platform.audit.services import trail

WRITE = """
UPDATE catalog_product p SET unit_cost_fen = c.cost, category = coalesce(nullif(p.category, ''), c.category)
FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS c (name, cost, category)
WHERE p.name = c.name AND (p.unit_cost_fen IS DISTINCT FROM c.cost OR p.category = '' AND c.category <> '')
"""


def set_unit_costs(costs: Mapping[str, tuple[int | None, str]]) -> int:
    """Product name → (cost of one in fen, category), for every product of that name; gives how many changed.

    Every figure that rests on margin follows with the next refresh.
    """
    names, values = list(costs), list(costs.values())
    with connection.cursor() as cursor:
        cursor.execute(WRITE, [names, [cost for cost, _ in values], [category for _, category in values]])
        changed = int(cursor.rowcount)
    if changed:
        dirty.mark_everybody_dirty()
    return changed


@transaction.atomic
def set_unit_cost(*, product: Product, cost_fen: int | None, by: int, at: datetime) -> None:
    """The cost of one, None: not known. Raises ValueError for a negative cost."""
    if cost_fen is not None and cost_fen < 0:
        raise ValueError(f"a cost below nothing: {cost_fen}")
    if not set_unit_costs({product.name: (cost_fen, "")}):
        return
    changes = {"name": product.name, "before": product.unit_cost_fen, "after": cost_fen}
    trail.record(action="product.cost_set", target=product, by=by, at=at, changes=changes)
