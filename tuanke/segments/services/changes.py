"""What follows whenever customers enter or leave a segment together."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from tuanke.platform.outbox.services import events
from tuanke.segments.events import SegmentEntered, SegmentLeft
from tuanke.segments.models import SegmentChange

RECOUNT = """
UPDATE segments_segment s SET size = (
    SELECT count(*) FROM segments_segmentmembership m WHERE m.segment_id = s.id AND m.exited_at IS NULL)
WHERE s.id = ANY(%s::bigint[])
"""


def publish(change: SegmentChange) -> None:
    """One event each way."""
    told: dict[str, Any] = {"segment_id": change.segment_id, "change_id": change.pk, "cause": change.cause}
    if change.entered:
        events.publish(SegmentEntered(**told, customers=change.entered), at=change.at)
    if change.left:
        events.publish(SegmentLeft(**told, customers=change.left), at=change.at)


def recount(segment_ids: Sequence[int]) -> None:
    """How many are in, after rows went from one customer to another."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, [list(segment_ids)])
