"""Who is meant: customers by the references that outside systems use."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from tuanke.customers.domain.references import Reference

# One statement for any number of references. A merged customer answers with its survivor.
RESOLVE = """
WITH asked AS (SELECT * FROM unnest(%(kinds)s::text[], %(sources)s::text[], %(keys)s::text[]) AS a (kind, source, key)),
found AS (
    SELECT a.*, c.id FROM asked a
    JOIN customers_customer c ON c.uid = CASE WHEN a.kind = 'uid' THEN a.key::uuid END
    UNION ALL
    SELECT a.*, i.customer_id FROM asked a
    JOIN customers_externalidentity i ON a.kind = 'identity' AND i.source = a.source AND i.external_id = a.key
    UNION ALL
    SELECT a.*, p.customer_id FROM asked a
    JOIN customers_contactpoint p ON p.is_identity AND p.type = 'mobile'
         AND p.value_hash = CASE WHEN a.kind = 'mobile' THEN decode(a.key, 'hex') END
)
SELECT f.kind, f.source, f.key, coalesce(c.merged_into_id, c.id)
FROM found f JOIN customers_customer c ON c.id = f.id WHERE c.status <> 'anonymised'
"""


def resolve(references: Collection[Reference]) -> dict[Reference, int]:
    """The customers who stand today for these references; those that name nobody are missing."""
    asked = sorted(set(references))
    values: dict[str, Any] = {
        "kinds": [reference.kind for reference in asked],
        "sources": [reference.source for reference in asked],
        "keys": [reference.key for reference in asked],
    }
    with connection.cursor() as cursor:
        cursor.execute(RESOLVE, values)
        return {Reference(kind, source, key): number for kind, source, key, number in cursor.fetchall()}
