"""What becomes of attention when customers are merged."""

from tuanke.customers.services.merging.moves import Moves
from tuanke.customers.services.merging.relation import Relation

TABLE = "care_attention"
WAITING = "t.state IN ('open', 'snoozed')"
# For each reason the survivor's own line stays, else the loser's that has been there longest.
SURPLUS = """
t.customer_id = ANY(%(losers)s) AND t.state IN ('open', 'snoozed') AND t.id <> (
    SELECT a.id FROM care_attention a
    WHERE a.customer_id = ANY(%(group)s) AND a.reason = t.reason AND a.state IN ('open', 'snoozed')
    ORDER BY a.customer_id <> %(survivor)s, a.since, a.id LIMIT 1)
"""


def _fold(moves: Moves) -> None:
    moves.update(TABLE, "state = 'passed'", SURPLUS)
    moves.update(TABLE, "customer_id = %(survivor)s", f"t.customer_id = ANY(%(losers)s) AND {WAITING}")


ATTENTION = Relation(TABLE, "customer_id", _fold)
