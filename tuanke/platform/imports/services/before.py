"""What a batch changed, as it was before: kept set by set, and given back to the room that takes it back."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

# Of a row a batch changes twice the first image counts, and what was written last.
KEEP = """
INSERT INTO imports_beforeimage (batch_id, kind, row_id, before, after) {select}
ON CONFLICT (batch_id, kind, row_id) DO UPDATE SET after = excluded.after
"""

NOTE_AFTER = """
UPDATE imports_beforeimage b SET after = s.after
FROM ({select}) s (batch_id, kind, row_id, after)
WHERE (b.batch_id, b.kind, b.row_id) = (s.batch_id, s.kind, s.row_id)
"""


def keep_each(select: str, parameters: Mapping[str, Any]) -> None:
    """Keep what `select` yields: batch_id, kind, row_id, before (jsonb), after (jsonb)."""
    with connection.cursor() as cursor:
        cursor.execute(KEEP.format(select=select), parameters)


def note_after_each(select: str, parameters: Mapping[str, Any]) -> None:
    """Where what a row became is known only later: what `select` yields, batch_id, kind, row_id, after (jsonb)."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE_AFTER.format(select=select), parameters)


def images(kind: str) -> str:
    """SQL for the kept rows of one kind (row_id, before, after) of the batch in parameter `batch`."""
    return f"SELECT row_id, before, after FROM imports_beforeimage WHERE batch_id = %(batch)s AND kind = '{kind}'"
