"""What becomes of classes when customers are merged: the survivor is classified from both histories."""

from tuanke.customers.services.merging.moves import Moves
from tuanke.customers.services.merging.relation import Relation

OVERRIDES = "classes_classoverride"
# For each dimension the survivor's own override stays in force, else the newest.
SURPLUS = """
t.customer_id = ANY(%(losers)s) AND t.ended_at IS NULL AND t.id <> (
    SELECT o.id FROM classes_classoverride o
    WHERE o.customer_id = ANY(%(group)s) AND o.dimension = t.dimension AND o.ended_at IS NULL
    ORDER BY o.customer_id <> %(survivor)s, o.created_at DESC, o.id DESC LIMIT 1)
"""


def _fold_overrides(moves: Moves) -> None:
    moves.update(OVERRIDES, "ended_at = %(at)s", SURPLUS)
    moves.update(
        OVERRIDES, "customer_id = %(survivor)s", "t.customer_id = ANY(%(losers)s) AND t.ended_at IS NULL"
    )


def _fold_classes(moves: Moves) -> None:
    moves.delete("classes_customerclass", "t.customer_id = ANY(%(losers)s)", pk="customer_id")


MERGERS = (
    Relation(OVERRIDES, "customer_id", _fold_overrides),
    Relation("classes_customerclass", "customer_id", _fold_classes, pk="customer_id"),
    Relation("classes_classchange", "customer_id"),  # each change stays with whom it was of
)
