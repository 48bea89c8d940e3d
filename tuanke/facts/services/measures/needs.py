"""What customers need and prefer, and how that goes through the year."""

from datetime import date
from typing import Any

import ibis
import ibis.expr.types as ir
import numpy as np

from tuanke.facts.models import ScoringRun
from tuanke.facts.services.copying import fetch
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.measures.stored import stored
from tuanke.facts.services.queries import rows_of
from tuanke.facts.services.store import as_table
from tuanke.insights.monthly import first_after, monthly_needs, monthly_sales
from tuanke.insights.season import against_last_year, season

MONTHS = 36
CATEGORIES = 12
PREFERRED = """
SELECT i.category, count(*) AS customers, count(*) FILTER (WHERE i.is_main) AS main,
       sum(i.lines)::bigint AS lines, sum(i.acts)::bigint AS acts,
       coalesce(sum(s.margin_fen) FILTER (WHERE i.is_main), 0)::bigint AS margin_fen
FROM facts_customerinterest i JOIN facts_customerscore s USING (customer_id)
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30
"""
NEEDED = ibis.schema({"customer_id": "int64", "need": "string"})


def preferences(_facts: Facts, _run: ScoringRun) -> list[dict[str, Any]]:
    """By category: who is interested, of whom it is the main interest, and what they bought and did."""
    return stored(PREFERRED)


def need_trend(facts: Facts, run: ScoringRun) -> dict[str, Any]:
    """Per need how many of its customers bought in each complete month."""
    rows = fetch("SELECT customer_id, need FROM facts_customerneed", [], NEEDED.to_pyarrow())
    as_table(facts.engine, "needs_of_customers", rows)
    found = rows_of(facts, _monthly_needs, run.as_of)
    return _by_month(found.to_pylist(), "need", run.as_of)


def category_trend(facts: Facts, run: ScoringRun) -> dict[str, Any]:
    """The same by category, the twelve with most money, in pieces as well."""
    found = rows_of(facts, monthly_sales, run.as_of, MONTHS)
    return _by_month(found.to_pylist(), "category", run.as_of)


def _monthly_needs(lines: ir.Table, as_of: date) -> ir.Table:
    return monthly_needs(lines, ibis.table(NEEDED, name="needs_of_customers"), as_of, MONTHS)


def _by_month(rows: list[dict[str, Any]], by: str, as_of: date) -> dict[str, Any]:
    """`months`: the first day of each, from the shop's first complete one on; a row per group with its season."""
    if not rows:
        return {"months": [], "groups": []}
    first = min(row["month"] for row in rows)
    months = _months(first, first_after(as_of))
    money: dict[str, int] = {}
    counts: dict[str, dict[date, int]] = {}
    for row in rows:
        money[row[by]] = money.get(row[by], 0) + row["revenue_fen"]
        counts.setdefault(row[by], {})[row["month"]] = row["customers"]
    largest = sorted(counts, key=lambda name: (-money[name], name))[:CATEGORIES]
    return {"months": months, "groups": [_group(name, counts[name], months) for name in largest]}


def _group(name: str, counts: dict[date, int], months: list[date]) -> dict[str, Any]:
    customers = [counts.get(month, 0) for month in months]
    whole = customers[1:]  # the shop may have opened in the middle of the first
    found = season(np.array(whole, np.float64), months[0].month % 12 + 1)
    year = against_last_year(np.array(whole, np.float64))
    trend = found.trend if found else None
    return {
        "name": name,
        "customers": customers,
        "season": [float(value) for value in found.index] if found else None,
        "year": year and list(year),
        "adjusted": [None, *(float(value) for value in found.adjusted)] if found else None,
        "trend": trend and {"slope": trend.slope, "low": trend.low, "high": trend.high},
    }


def _months(first: date, end: date) -> list[date]:
    count = (end.year - first.year) * 12 + end.month - first.month
    places = [first.year * 12 + first.month - 1 + step for step in range(count)]
    return [date(place // 12, place % 12 + 1, 1) for place in places]
