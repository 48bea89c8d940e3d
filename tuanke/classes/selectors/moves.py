"""The migration matrix: class on one day × class on a later one, from the record of changes (domain B6).

A customer's class on a day is what the first change after that day led away from; without one, today's.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.customers.selectors.customers import list_ever
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.accounts.selectors.kept import kept

NEW, MERGED, NOT_KEPT = "new", "merged", "not_kept"

CLASSES_THEN = """
WITH seen AS ({seen}), left_after AS (
    SELECT DISTINCT ON (customer_id) customer_id, before FROM classes_classchange
    WHERE dimension = %(dimension)s AND as_of > %(start)s ORDER BY customer_id, id
), left_later AS (
    SELECT DISTINCT ON (customer_id) customer_id, before FROM classes_classchange
    WHERE dimension = %(dimension)s AND as_of > %(end)s ORDER BY customer_id, id
), then_and_later AS (
    SELECT seen.id AS customer_id, coalesce(s.margin_stake_fen, 0) AS stake,
           CASE WHEN CAST(seen.created_at AT TIME ZONE %(zone)s AS date) > %(start)s THEN 'new'
                ELSE coalesce(a.before, k.{dimension}, 'not_kept') END AS before,
           CASE WHEN seen.merged_at IS NOT NULL THEN 'merged' ELSE coalesce(l.before, k.{dimension}) END AS after
    FROM seen
    LEFT JOIN classes_customerclass k ON k.customer_id = seen.id
    LEFT JOIN facts_customerscore s ON s.customer_id = seen.id
    LEFT JOIN left_after a ON a.customer_id = seen.id
    LEFT JOIN left_later l ON l.customer_id = seen.id
    WHERE CAST(seen.created_at AT TIME ZONE %(zone)s AS date) <= %(end)s
      AND (k.customer_id IS NOT NULL
           OR CAST(seen.merged_at AT TIME ZONE %(zone)s AS date) BETWEEN %(start)s::date + 1 AND %(end)s)
)
"""
# Moved for a cause: some change in between had it.
FOR_CAUSE = """
 AND before <> after AND EXISTS (
    SELECT FROM classes_classchange x WHERE x.customer_id = then_and_later.customer_id
    AND x.dimension = %(dimension)s AND x.as_of > %(start)s AND x.as_of <= %(end)s AND x.cause = %(cause)s)
"""


@dataclass(frozen=True)
class Asked:
    """`cause` empty: any, and those who stayed as well."""

    viewer: Viewer
    dimension: str
    start: date
    end: date
    cause: str = ""


@dataclass(frozen=True)
class Cell:
    """`stake`: margin a year (fen) of these customers, as of today."""

    before: str
    after: str
    customers: int
    stake: int


def count_moves(asked: Asked) -> list[Cell]:
    """One cell per pair of classes that anybody has; `before` may be NEW or NOT_KEPT, `after` MERGED.

    An answer is kept.
    """
    question = f"moves of {asked.dimension} {asked.start} {asked.end} {asked.cause}"
    return kept(question, asked.viewer, lambda: _count(asked))


def _count(asked: Asked) -> list[Cell]:
    sql, values = _then_and_later(asked)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{sql} SELECT before, after, count(*), sum(stake)::bigint FROM then_and_later"
            f" WHERE true {FOR_CAUSE if asked.cause else ''} GROUP BY before, after",
            values,
        )
        return [Cell(*row) for row in cursor.fetchall()]


@dataclass(frozen=True)
class Movers:
    """The ids of those in one cell, the most at stake first, a slice at a time."""

    asked: Asked
    before: str
    after: str

    def __getitem__(self, wanted: slice) -> list[int]:
        sql, values = _then_and_later(self.asked)
        values |= {"before": self.before, "after": self.after, "start_at": wanted.start or 0}
        values["most"] = wanted.stop - values["start_at"]
        with connection.cursor() as cursor:
            cursor.execute(
                f"{sql} SELECT customer_id FROM then_and_later WHERE before = %(before)s AND after = %(after)s"
                f" {FOR_CAUSE if self.asked.cause else ''}"
                " ORDER BY stake DESC, customer_id LIMIT %(most)s OFFSET %(start_at)s",
                values,
            )
            return [number for (number,) in cursor.fetchall()]


def _then_and_later(asked: Asked) -> tuple[str, dict[str, Any]]:
    """The common part of both questions. The dimension is a column and must be one of ours."""
    if asked.dimension not in DIMENSIONS:
        raise ValueError(asked.dimension)
    rows = list_ever(asked.viewer)
    inner, values = rows.values_list("id", "created_at", "merged_at").query.sql_with_params()
    named = {f"seen{place}": value for place, value in enumerate(values)}
    seen = inner % tuple(f"%({name})s" for name in named)
    sql = CLASSES_THEN.format(seen=seen, dimension=asked.dimension)
    return sql, {
        **named,
        "dimension": asked.dimension,
        "start": asked.start,
        "end": asked.end,
        "cause": asked.cause,
        "zone": settings.TIME_ZONE,
    }
