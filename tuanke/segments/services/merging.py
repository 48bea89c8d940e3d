"""What becomes of memberships when customers are merged; rules are asked again of the survivor afterwards."""

from tuanke.customers.services.merging.moves import Moves
from tuanke.customers.services.merging.relation import Relation, united

TABLE = "segments_segmentmembership"
# In each segment the survivor's own interval stays open, else the loser's that is open longest.
SURPLUS = """
t.customer_id = ANY(%(losers)s) AND t.exited_at IS NULL AND t.id <> (
    SELECT m.id FROM segments_segmentmembership m
    WHERE m.customer_id = ANY(%(group)s) AND m.segment_id = t.segment_id AND m.exited_at IS NULL
    ORDER BY m.customer_id <> %(survivor)s, m.entered_at, m.id LIMIT 1)
"""


def _fold(moves: Moves) -> None:
    moves.update(TABLE, "exited_at = greatest(%(at)s, t.entered_at)", SURPLUS)
    moves.update(
        TABLE, "customer_id = %(survivor)s", "t.customer_id = ANY(%(losers)s) AND t.exited_at IS NULL"
    )


MERGERS = (
    Relation(TABLE, "customer_id", _fold),
    united("segments_segmentpin", "customer_id", ("segment_id",)),
)
