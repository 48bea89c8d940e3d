"""Products on their way in."""

from django.db import connection

WRITE = """
INSERT INTO catalog_product (source, external_id, name, category, batch_id)
SELECT %(source)s, key, name, coalesce(category, ''), %(batch)s FROM {staged} ORDER BY key
ON CONFLICT (source, external_id) DO UPDATE SET category = excluded.category
WHERE catalog_product.category = '' AND excluded.category <> ''
"""


def write(staged: str, *, source: str, batch_id: int) -> None:
    """All staged products (key, name, category) at once: a catalogue is small beside its orders."""
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(staged=f'"{staged}"'), {"source": source, "batch": batch_id})
