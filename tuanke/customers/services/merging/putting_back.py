"""The rows a merge changed, put back step by step in reverse."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import IntegrityError, connection, transaction

from tuanke.customers.domain.restoring import restored
from tuanke.customers.models import MergeMove, MergeOperation
from tuanke.customers.services.merging.mergers import everything

Conflict = list[str]
UPDATE = """
UPDATE {table} t SET {change} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) g WHERE t.{pk} = g.{pk}
"""
INSERT = """
INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) ON CONFLICT DO NOTHING
RETURNING {pk}
"""


def put_back(operation: MergeOperation) -> list[Conflict]:
    """Gives what stays, because it was changed since or somebody else has it: [table, row, column]."""
    keys = {relation.table: relation.pk for relation in everything()}
    conflicts: list[Conflict] = []
    for _step, moves in groupby(operation.moves.order_by("-step", "pk"), key=lambda move: move.step):
        conflicts += _step_back(list(moves), keys)
    return conflicts


def _step_back(moves: Sequence[MergeMove], keys: Mapping[str, str]) -> list[Conflict]:
    table = moves[0].table
    if moves[0].after is None:
        return _insert(table, keys[table], [move.before for move in moves])
    return _update(table, keys[table], moves)


def _insert(table: str, pk: str, rows: list[dict[str, Any]]) -> list[Conflict]:
    with connection.cursor() as cursor:
        cursor.execute(INSERT.format(table=table, pk=pk), [json.dumps(rows)])
        back = {row[0] for row in cursor.fetchall()}
    return [[table, str(row[pk]), ""] for row in rows if row[pk] not in back]


def _update(table: str, pk: str, moves: Sequence[MergeMove]) -> list[Conflict]:
    now = _read(table, pk, [move.row_id for move in moves])
    conflicts: list[Conflict] = []
    changed: list[dict[str, Any]] = []
    for move in moves:
        if move.row_id not in now:
            continue  # somebody removed it since
        columns, kept = restored(move.before, move.after or {}, now[move.row_id])
        conflicts += [[table, str(move.row_id), column] for column in kept]
        if columns:
            changed.append({pk: move.row_id, **columns})
    for columns_of, rows in groupby(sorted(changed, key=sorted), key=sorted):
        conflicts += _write(table, pk, columns_of, list(rows))
    return conflicts


def _read(table: str, pk: str, ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {pk}, to_jsonb(t)::text FROM {table} t WHERE {pk} = ANY(%s)", [list(ids)])
        return {number: json.loads(row) for number, row in cursor.fetchall()}


def _write(table: str, pk: str, columns: list[str], rows: list[dict[str, Any]]) -> list[Conflict]:
    """All of them, or one by one where somebody else has by now what one of them would get."""
    change = ", ".join(f'"{name}" = g."{name}"' for name in columns if name != pk)
    statement = UPDATE.format(table=table, change=change, pk=pk)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [json.dumps(rows)])
    except IntegrityError:
        if len(rows) == 1:
            return [[table, str(rows[0][pk]), name] for name in columns if name != pk]
        return [conflict for row in rows for conflict in _write(table, pk, columns, [row])]
    return []
