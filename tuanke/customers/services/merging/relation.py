"""What becomes of the rows of one foreign key to customers when customers are merged."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tuanke.customers.services.merging.moves import Moves, Row

Unite = Callable[[Row, Sequence[Row]], dict[str, Any]]
Fold = Callable[[Moves], None]


@dataclass(frozen=True)
class Relation:
    """`fold` brings the losers' rows to the survivor; None leaves them where they are and lets reads resolve."""

    table: str
    column: str
    fold: Fold | None = None
    pk: str = "id"


def moved(table: str, column: str) -> Relation:
    """Every row goes to the survivor; no two can be in each other's way."""
    return Relation(table, column, lambda moves: _move(moves, table, column))


def united(
    table: str,
    column: str,
    key: Sequence[str],
    *,
    unite: Unite = lambda _kept, _others: {},
    first: Callable[[Row], Any] = lambda _row: 0,
    only: str = "true",
    settle: Fold | None = None,
) -> Relation:
    """Rows go to the survivor; of those that say the same (`key`) one stays, with what `unite` makes of them.

    The one that stays is the least by `first`, then the survivor's, then the oldest. `only` narrows which rows
    can be in each other's way; `settle` runs first.
    """
    names = ", ".join(key)
    colliding = (
        f"t.{column} = ANY(%(group)s) AND {only} AND ({names}) IN (SELECT {names} FROM {table} t"
        f" WHERE t.{column} = ANY(%(group)s) AND {only} GROUP BY {names} HAVING count(*) > 1)"
    )

    def fold(moves: Moves) -> None:
        if settle is not None:
            settle(moves)
        rows = sorted(moves.read(table, colliding), key=lambda row: [str(row[name]) for name in key])
        for _same, group in groupby(rows, key=lambda row: [row[name] for name in key]):
            kept, *others = sorted(
                group, key=lambda row: (first(row), row[column] != moves.survivor, row["id"])
            )
            moves.delete(table, "t.id = ANY(%(ids)s)", ids=[row["id"] for row in others])
            changes = unite(kept, others)
            if any(kept[name] != value for name, value in changes.items()):
                moves.write(table, kept["id"], changes)
        _move(moves, table, column)

    return Relation(table, column, fold)


def one_primary(table: str, column: str, *, among: str, rank: str) -> Fold:
    """Of the primary rows that would meet, the first by `rank` stays primary (SQL over `p` and `t`)."""
    best = (
        f"SELECT p.id FROM {table} p WHERE p.{column} = ANY(%(group)s) AND p.is_primary AND {among}"
        f" ORDER BY {rank}, p.id LIMIT 1"
    )
    where = f"t.{column} = ANY(%(group)s) AND t.is_primary AND t.id <> ({best})"
    return lambda moves: moves.update(table, "is_primary = false", where)


def _move(moves: Moves, table: str, column: str) -> None:
    moves.update(table, f"{column} = %(survivor)s", f"t.{column} = ANY(%(losers)s)")
