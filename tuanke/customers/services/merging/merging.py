"""Customers who are one become one, in one transaction; see `undoing` for the way back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tuanke.customers.domain.survivorship import columns, surviving
from tuanke.customers.events import CustomersMerged
from tuanke.customers.models import Customer, CustomFieldHolder, MergeOperation
from tuanke.customers.selectors.merging import in_one_line, sides_of
from tuanke.customers.services import search
from tuanke.customers.services.merging.locking import first_touches_move, lock
from tuanke.customers.services.merging.mergers import everything
from tuanke.customers.services.merging.moves import Moves
from tuanke.customers.services.merging.relation import Fold
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events

CUSTOMERS, HOLDERS = "customers_customer", "customers_customfieldholder"
LAST = "coalesce(pg_sequence_last_value('{table}_id_seq'::regclass), 0)"


class MergeError(ValueError):
    """`code`: one_customer, not_active, kind_mismatch or hierarchy_conflict."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def merge(
    *,
    survivor: Customer,
    losers: Sequence[Customer],
    choices: Mapping[str, int],
    reason: str,
    by: int,
    at: datetime,
) -> MergeOperation:
    """The losers become the survivor; `choices` is field → id of the customer whose value stays.

    Raises MergeError or ChoiceError; then nothing is changed.
    """
    ids = [survivor.pk, *(loser.pk for loser in losers)]
    customers = _checked(ids, lock(ids))
    outcomes = surviving(survivor.kind, sides_of(customers), choices)
    operation = MergeOperation.objects.create(
        survivor=survivor,
        losers=ids[1:],
        choices=dict(choices),
        reason=reason.strip(),
        by_id=by,
        at=at,
        marks=_marks(),
    )
    moves = Moves(operation.pk, ids[0], ids[1:], at)
    with first_touches_move():
        for fold in _folds(moves):
            fold(moves)
    _end(moves)
    _write(moves, customers[0], columns(survivor.kind, outcomes))
    _tell(operation, customers, by=by, at=at)
    return operation


def _checked(ids: Sequence[int], rows: Mapping[int, Customer]) -> list[Customer]:
    if len(set(ids)) != len(ids) or len(ids) == 1:
        raise MergeError("one_customer")
    found = [rows[pk] for pk in ids if pk in rows]
    if len(found) != len(ids) or any(row.status != Customer.Status.ACTIVE for row in found):
        raise MergeError("not_active")
    if len({row.kind for row in found}) > 1:
        raise MergeError("kind_mismatch")
    if found[0].kind == Customer.Kind.ORG and in_one_line(ids):
        raise MergeError("hierarchy_conflict")
    return found


def _marks() -> dict[str, int]:
    """The highest id of every table with rows of customers: what comes later is not the merge's."""
    tables = sorted({relation.table for relation in everything() if relation.pk == "id"})
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(LAST.format(table=table) for table in tables)}")
        return dict(zip(tables, cursor.fetchone() or (), strict=True))


def _folds(moves: Moves) -> list[Fold]:
    """Of the relations in which a loser has rows at all; most customers have few."""
    folded = [(relation, relation.fold) for relation in everything() if relation.fold is not None]
    asked = ", ".join(
        f"EXISTS (SELECT FROM {relation.table} WHERE {relation.column} = ANY(%(losers)s))"
        for relation, _fold in folded
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", {"losers": list(moves.losers)})
        present = cursor.fetchone() or ()
    return [fold for (_relation, fold), is_there in zip(folded, present, strict=True) if is_there]


def _end(moves: Moves) -> None:
    """The losers, and who went into them before, are the survivor now."""
    change = "status = 'merged', merged_into_id = %(survivor)s, merged_at = %(at)s, version = t.version + 1"
    where = "t.id = ANY(%(losers)s) OR t.merged_into_id = ANY(%(losers)s)"
    moves.update(CUSTOMERS, change, where)


def _write(moves: Moves, survivor: Customer, values: Mapping[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if getattr(survivor, name) != value}
    moves.write(CUSTOMERS, survivor.pk, {**changed, "version": survivor.version + 1})  # its row is locked
    if values["custom"]:
        _hold(moves, survivor, values["custom"])
    search.refresh(survivor.pk)


def _hold(moves: Moves, survivor: Customer, custom: Mapping[str, Any]) -> None:
    """What no two may share is held with the value that survived."""
    held = CustomFieldHolder.objects.filter(customer=survivor.pk).values_list("pk", "field__key", "value")
    for pk, key, value in held:
        if value != str(custom.get(key)):
            moves.write(HOLDERS, pk, {"value": str(custom[key])})


def _tell(operation: MergeOperation, customers: Sequence[Customer], *, by: int, at: datetime) -> None:
    survivor, *losers = customers
    changes = {
        "merge": str(operation.uid),
        "merged": [str(loser.uid) for loser in losers],
        "choices": operation.choices,
        "reason": operation.reason,
    }
    trail.record(action="customer.merged", target=survivor, by=by, at=at, changes=changes)
    events.publish(
        CustomersMerged(survivor_id=survivor.pk, loser_ids=[loser.pk for loser in losers], by=by), at=at
    )
    mark_dirty([survivor.pk, *operation.losers])
