"""Products on their way in."""

from django.db import connection

WRITE = """
INSERT INTO catalog_product (source, external_id, name, category, batch_id)
SELECT DISTINCT ON (key) %(source)s, key, name, coalesce(category, ''), %(batch)s FROM {staged} ORDER BY key, no
ON CONFLICT (source, external_id) DO UPDATE SET category = excluded.category
WHERE catalog_product.category = '' AND excluded.category <> ''
"""
IDENTIFY = """
UPDATE {staged} s SET product_id = p.id
FROM catalog_product p WHERE p.source = %(source)s AND p.external_id = s.key
"""


def open_for_writing(staged: str) -> None:
    """Make room in the staging table for what writing finds out."""
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{staged}" ADD product_id bigint')


def write(staged: str, *, source: str, batch_id: int) -> None:
    """All staged products (no, key, name, category) at once: a catalogue is small beside its orders."""
    values: dict[str, str | int] = {"source": source, "batch": batch_id}
    with connection.cursor() as cursor:
        cursor.execute(WRITE.format(staged=f'"{staged}"'), values)
        cursor.execute(IDENTIFY.format(staged=f'"{staged}"'), values)


def undo(batch_id: int, *, in_use: str) -> None:
    """Remove the batch's products that nothing uses; `in_use` is SQL for the ids that something does use."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM catalog_product WHERE batch_id = %s AND id NOT IN ({in_use})", [batch_id]
        )
        cursor.execute("UPDATE catalog_product SET batch_id = NULL WHERE batch_id = %s", [batch_id])
