"""Writing who is in a segment: the difference to what is there, in one statement each way."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa
from django.db import connection

from tuanke.facts.services.copying import copy_rows
from tuanke.segments.models import Segment, SegmentChange
from tuanke.segments.services.changes import publish

PIN = """
INSERT INTO fresh_members SELECT p.customer_id FROM segments_segmentpin p
JOIN customers_customer c ON c.id = p.customer_id AND c.status = 'active'
WHERE p.segment_id = %(segment)s AND p.is_in AND (%(all)s OR p.customer_id = ANY(%(among)s::bigint[]))
ON CONFLICT DO NOTHING
"""
UNPIN = """
DELETE FROM fresh_members f USING segments_segmentpin p
WHERE p.segment_id = %(segment)s AND NOT p.is_in AND p.customer_id = f.customer_id
"""
LEAVE = """
UPDATE segments_segmentmembership m SET exited_at = greatest(%(at)s, m.entered_at), left_in_id = %(change)s
WHERE m.segment_id = %(segment)s AND m.exited_at IS NULL
  AND (%(all)s OR m.customer_id = ANY(%(among)s::bigint[]))
  AND NOT EXISTS (SELECT FROM fresh_members f WHERE f.customer_id = m.customer_id)
"""
ENTER = """
INSERT INTO segments_segmentmembership (segment_id, customer_id, entered_at, entered_in_id)
SELECT %(segment)s, f.customer_id, %(at)s, %(change)s FROM fresh_members f
WHERE NOT EXISTS (
    SELECT FROM segments_segmentmembership m
    WHERE m.segment_id = %(segment)s AND m.customer_id = f.customer_id AND m.exited_at IS NULL)
ORDER BY f.customer_id
"""


def write(
    segment: Segment,
    customer_ids: pa.ChunkedArray | pa.Array,
    *,
    cause: str,
    at: datetime,
    among: Sequence[int] | None = None,
    by: int | None = None,
    reason: str = "",
) -> SegmentChange | None:
    """Make these the members, of all customers or only `among` these; None when nobody entered or left.

    In the caller's transaction, which holds the segment's row. Who was put in or kept out by hand stays so.
    One event per way, however many customers.
    """
    change = SegmentChange.objects.create(segment=segment, cause=cause, at=at, by_id=by, reason=reason)
    values = {
        "segment": segment.pk,
        "change": change.pk,
        "at": at,
        "all": among is None,
        "among": list(among or []),
    }
    change.left, change.entered = _apply(customer_ids, values)
    if not change.left and not change.entered:
        change.delete()
        return None
    change.save(update_fields=["left", "entered"])
    segment.size += change.entered - change.left
    Segment.objects.filter(pk=segment.pk).update(size=segment.size)
    publish(change)
    return change


def _apply(customer_ids: pa.ChunkedArray | pa.Array, values: dict[str, Any]) -> tuple[int, int]:
    """How many left and entered."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("CREATE TEMP TABLE fresh_members (customer_id bigint PRIMARY KEY) ON COMMIT DROP")
        copy_rows(cursor, "fresh_members", pa.table({"customer_id": customer_ids}))
        cursor.execute(PIN, values)
        cursor.execute(UNPIN, values)
        cursor.execute("ANALYZE fresh_members")
        cursor.execute(LEAVE, values)
        left = int(cursor.rowcount)
        cursor.execute(ENTER, values)
        entered = int(cursor.rowcount)
        cursor.execute("DROP TABLE fresh_members")
    return left, entered
