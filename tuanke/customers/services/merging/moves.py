"""Rows that a merge changes, kept as they were and as they became, so that it can be taken back exactly."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

Row = dict[str, Any]

UPDATE = """
WITH old AS (SELECT t.* FROM {table} t WHERE {where}),
     new AS (UPDATE {table} t SET {change} FROM old{values} WHERE t.{pk} = old.{pk} RETURNING t.*)
INSERT INTO customers_mergemove (operation_id, step, "table", row_id, before, after)
SELECT %(operation)s, %(step)s, '{table}', old.{pk}, to_jsonb(old), to_jsonb(new) FROM old JOIN new USING ({pk})
"""
DELETE = """
WITH old AS (DELETE FROM {table} t WHERE {where} RETURNING t.*)
INSERT INTO customers_mergemove (operation_id, step, "table", row_id, before, after)
SELECT %(operation)s, %(step)s, '{table}', old.{pk}, to_jsonb(old), NULL FROM old
"""


@dataclass
class Moves:
    """What one merge does to rows. `where` and `change` are SQL over `t`.

    They may name the parameters `survivor`, `losers`, `group` (both) and `at`.
    """

    operation_id: int
    survivor: int
    losers: Sequence[int]
    at: datetime
    step: int = 0

    @property
    def group(self) -> list[int]:
        return [self.survivor, *self.losers]

    def read(self, table: str, where: str) -> list[Row]:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE {where}", self._values())
            return [_row(row[0]) for row in cursor.fetchall()]

    def update(self, table: str, change: str, where: str, **more: Any) -> None:
        statement = UPDATE.format(table=table, change=change, where=where, values="", pk="id")
        self._execute(statement, more)

    def write(self, table: str, row_id: int, columns: Mapping[str, Any]) -> None:
        """Set the columns of one row; values as `read` gives them."""
        change = ", ".join(f'"{name}" = given."{name}"' for name in columns)
        given = f", jsonb_populate_record(NULL::{table}, %(given)s::jsonb) given"
        statement = UPDATE.format(table=table, change=change, where="t.id = %(id)s", values=given, pk="id")
        self._execute(statement, {"id": row_id, "given": json.dumps(columns, default=str)})

    def delete(self, table: str, where: str, *, pk: str = "id", **more: Any) -> None:
        self._execute(DELETE.format(table=table, where=where, pk=pk), more)

    def _execute(self, statement: str, more: Mapping[str, Any]) -> None:
        self.step += 1
        with connection.cursor() as cursor:
            cursor.execute(
                statement, {**self._values(), "operation": self.operation_id, "step": self.step, **more}
            )

    def _values(self) -> dict[str, Any]:
        return {"survivor": self.survivor, "losers": list(self.losers), "group": self.group, "at": self.at}


def _row(value: Any) -> Row:
    return dict(json.loads(value) if isinstance(value, str) else value)
