"""The queries of reports as SQL. To write and compile one takes longer than to run it, so they are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import ibis.expr.types as ir

from tuanke.facts.services.facts import compiled
from tuanke.reports.domain.keys import with_key
from tuanke.reports.domain.levels import Level, aggregated, put_together
from tuanke.reports.domain.periods import Days
from tuanke.reports.domain.rows import rows_of
from tuanke.reports.services.star import KEPT, star

# parts and breakdowns that ask for a customer's first purchase day
FIRST_DAY = frozenset(
    {
        "new_customers",
        "first_revenue",
        "repeat_revenue",
        "first_margin",
        "repeat_margin",
        "first_or_repeat",
        "cohort",
    }
)


@dataclass(frozen=True)
class Asked:
    """`in_rows`: which of the breakdowns are values of their own rows. `cut`: which have only their kept keys."""

    source: str
    by: tuple[str, ...]
    in_rows: frozenset[str]
    cut: tuple[bool, ...]
    days: Days
    as_of: date
    is_among: bool
    stated_margin_percent: int | None


@lru_cache(maxsize=256)
def levels_query(asked: Asked, parts: Sequence[str], levels: Sequence[Level]) -> str:
    with_first = not FIRST_DAY.isdisjoint((*parts, *asked.by))
    return compiled(aggregated(_rows(asked, with_first=with_first), parts, levels))


@lru_cache(maxsize=64)
def people_query(asked: Asked, most: int) -> str:
    """Who is behind the kept keys: customer_id, n (of rows) and how many people there are in all."""
    rows = _rows(asked, with_first=not FIRST_DAY.isdisjoint(asked.by))
    for number, cut in enumerate(asked.cut):
        if cut:
            rows = rows.filter(~rows[f"o{number}"])
    each = rows.group_by("customer_id").aggregate(n=rows.count())
    found = each.mutate(people=each.count().over())
    return compiled(found.order_by([found.n.desc(), "customer_id"]).limit(most))


def _rows(asked: Asked, *, with_first: bool) -> ir.Table:
    tables = star(asked.stated_margin_percent, asked.in_rows, is_among=asked.is_among)
    rows = rows_of(asked.source, tables, asked.days, asked.as_of, with_first=with_first)
    for number, name in enumerate(asked.by):
        rows = with_key(rows, name, number, tables)
        kept = KEPT[number] if asked.cut[number] else None
        rows = rows.mutate(**{f"o{number}": False}) if kept is None else put_together(rows, number, kept)
    return rows
