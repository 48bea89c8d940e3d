"""What goods cost the shop."""

from collections.abc import Mapping

from django.db import connection

from tuanke.facts.services import dirty

WRITE = """
UPDATE catalog_product p SET unit_cost_fen = c.cost, category = coalesce(nullif(p.category, ''), c.category)
FROM unnest(%s::text[], %s::bigint[], %s::text[]) AS c (name, cost, category)
WHERE p.name = c.name AND (p.unit_cost_fen IS DISTINCT FROM c.cost OR p.category = '')
"""


def set_unit_costs(costs: Mapping[str, tuple[int, str]]) -> int:
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
