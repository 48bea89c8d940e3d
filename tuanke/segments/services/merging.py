"""What becomes of memberships when customers are merged; rules are asked again of the survivor afterwards."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from tuanke.customers.services.merging.moves import Moves
from tuanke.customers.services.merging.relation import Relation, united
from tuanke.segments.models import SegmentChange, SegmentMembership
from tuanke.segments.services.changes import publish, recount

TABLE = "segments_segmentmembership"
# In each segment the survivor's own interval stays open, else the loser's that is open longest.
SURPLUS = """
t.customer_id = ANY(%(losers)s) AND t.exited_at IS NULL AND t.id <> (
    SELECT m.id FROM segments_segmentmembership m
    WHERE m.customer_id = ANY(%(group)s) AND m.segment_id = t.segment_id AND m.exited_at IS NULL
    ORDER BY m.customer_id <> %(survivor)s, m.entered_at, m.id LIMIT 1)
"""
NOTE = f"""
INSERT INTO segments_segmentchange (segment_id, cause, at, entered, "left")
SELECT t.segment_id, 'merge', %(at)s, 0, count(*) FROM {TABLE} t WHERE {SURPLUS} GROUP BY t.segment_id
RETURNING id
"""
END = """
exited_at = greatest(%(at)s, t.entered_at),
left_in_id = (SELECT c.id FROM segments_segmentchange c WHERE c.segment_id = t.segment_id AND c.id = ANY(%(changes)s))
"""


def _fold(moves: Moves) -> None:
    """Where several were in, one stays in; where only the loser was, the survivor is in for them."""
    changes = _note(moves)
    moves.update(TABLE, END, SURPLUS, changes=[change.pk for change in changes])
    moves.update(
        TABLE, "customer_id = %(survivor)s", "t.customer_id = ANY(%(losers)s) AND t.exited_at IS NULL"
    )
    recount([change.segment_id for change in changes])
    for change in changes:
        publish(change)


def _note(moves: Moves) -> Sequence[SegmentChange]:
    values: dict[str, Any] = {
        "survivor": moves.survivor,
        "losers": list(moves.losers),
        "group": moves.group,
        "at": moves.at,
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE, values)
        ids = [number for (number,) in cursor.fetchall()]
    return list(SegmentChange.objects.filter(pk__in=ids).order_by("segment"))


def count_again(customer_ids: Sequence[int]) -> None:
    """The members of the segments these are in, now that they are customers of their own again."""
    theirs = SegmentMembership.objects.filter(customer__in=customer_ids, exited_at__isnull=True)
    recount(list(theirs.order_by("segment").values_list("segment", flat=True).distinct()))


MERGERS = (
    Relation(TABLE, "customer_id", _fold),
    united("segments_segmentpin", "customer_id", ("segment_id",)),
)
