"""Whom only a source knows, and how they become customers of ours."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tuanke.customers.domain.references import Reference
from tuanke.customers.services.origins import Reported, record_origins
from tuanke.facts.services.dirty import mark_dirty

KEYS = "unnest(%(kinds)s::text[], %(sources)s::text[], %(keys)s::text[]) AS k (kind, source, key)"
KEEP = f"""
INSERT INTO engagement_visitor (kind, source, key) SELECT * FROM {KEYS} ORDER BY 1, 2, 3
ON CONFLICT (kind, source, key) DO NOTHING
"""
FIND = f"""
SELECT v.kind, v.source, v.key, v.id, v.customer_id FROM engagement_visitor v JOIN {KEYS} USING (kind, source, key)
"""
ATTACH_KNOWN = """
UPDATE engagement_visitor v SET customer_id = k.customer_id, attached_at = %(at)s
FROM unnest(%(kinds)s::text[], %(sources)s::text[], %(keys)s::text[], %(customers)s::bigint[])
     AS k (kind, source, key, customer_id)
WHERE v.customer_id IS NULL AND (v.kind, v.source, v.key) = (k.kind, k.source, k.key)
RETURNING v.id
"""
ATTACH = """
UPDATE engagement_visitor v SET customer_id = found.customer_id, attached_at = %(at)s
FROM (
    SELECT w.id, coalesce(i.customer_id, p.customer_id) AS customer_id FROM engagement_visitor w
    LEFT JOIN customers_externalidentity i
           ON w.kind = 'identity' AND i.source = w.source AND i.external_id = w.key
    LEFT JOIN customers_contactpoint p
           ON w.kind = 'mobile' AND p.is_identity AND p.type = 'mobile' AND p.value_hash = decode(
              CASE WHEN w.kind = 'mobile' THEN w.key END, 'hex')
    WHERE w.customer_id IS NULL
) found
WHERE v.id = found.id AND v.customer_id IS NULL AND found.customer_id IS NOT NULL
  AND (%(only)s::bigint IS NULL OR found.customer_id = %(only)s)
RETURNING v.id
"""
# Of each visitor's way here the two ends are enough: where it began, and where it led to last.
ENDS = """
SELECT coalesce(c.merged_into_id, c.id), i.origin, i.campaign, i.keyword, i.referrer, i.evidence, i.occurred_at
FROM engagement_visitor v
JOIN customers_customer c ON c.id = v.customer_id
LEFT JOIN LATERAL (
    (SELECT * FROM engagement_interaction WHERE visitor_id = v.id AND origin <> '' ORDER BY occurred_at LIMIT 1)
    UNION ALL
    (SELECT * FROM engagement_interaction WHERE visitor_id = v.id AND origin <> '' ORDER BY occurred_at DESC LIMIT 1)
) i ON true
WHERE v.id = ANY(%s)
"""


def keep(references: Collection[Reference]) -> dict[Reference, tuple[int, int | None]]:
    """Each of these visitors with their id, new ones among them, and the customer they already turned out to be."""
    if not references:
        return {}
    values = _keys(references)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, values)
        cursor.execute(FIND, values)
        return {Reference(*row[:3]): (row[3], row[4]) for row in cursor.fetchall()}


def attach_known(customers: Mapping[Reference, int], *, at: datetime) -> set[int]:
    """Visitors under these references are these customers; gives whose interactions became more by it."""
    if not customers:
        return set()
    values = {**_keys(customers), "customers": list(customers.values()), "at": at}
    return _attach(ATTACH_KNOWN, values)


@transaction.atomic
def attach(*, only: int | None, at: datetime) -> None:
    """Whoever of the visitors can be told by now, or `only` those who are this customer."""
    changed = _attach(ATTACH, {"only": only, "at": at})
    if changed:
        mark_dirty(changed)


def _attach(statement: str, values: Mapping[str, Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        visitors = [number for (number,) in cursor.fetchall()]
        if not visitors:
            return set()
        cursor.execute(ENDS, [visitors])
        ends = cursor.fetchall()
    record_origins([Reported(*row) for row in ends if row[1]])
    return {row[0] for row in ends}


def _keys(references: Collection[Reference]) -> dict[str, Any]:
    return {
        "kinds": [reference.kind for reference in references],
        "sources": [reference.source for reference in references],
        "keys": [reference.key for reference in references],
    }
