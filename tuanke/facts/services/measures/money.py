"""Where revenue and margin come from: first and repeat orders, few customers or many, and what margin rests on."""

from typing import Any

from tuanke.facts.models import ScoringRun
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.measures.stored import stored
from tuanke.facts.services.queries import rows_of
from tuanke.insights.first_repeat import by_month, first_and_repeat
from tuanke.insights.margin import COST, SHOP_MARGIN
from tuanke.insights.pareto import concentration, concentration_curve

MONTHS = 24
GRID = """
SELECT r_score, f_score, count(*) AS customers, sum(revenue_fen)::bigint AS revenue_fen,
       sum(margin_fen)::bigint AS margin_fen, coalesce(sum(margin_stake_fen), 0)::bigint AS stake_fen
FROM facts_customerscore WHERE r_score IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
"""


def months(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    """First and repeat orders of the last two years, month by month; the running month is one of them."""
    rows = rows_of(facts, by_month, run.as_of).sort_by([("month", "ascending"), ("kind", "ascending")])
    found = rows.to_pylist()
    newest = sorted({row["month"] for row in found})[-MONTHS:]
    return [row for row in found if row["month"] in newest]


def first_repeat(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    return list(rows_of(facts, first_and_repeat, run.as_of).sort_by("kind").to_pylist())


def shares(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    return list(rows_of(facts, concentration, run.as_of).to_pylist())


def curve(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    return list(rows_of(facts, concentration_curve, run.as_of).sort_by("percent").to_pylist())


def basis(facts: Facts, _run: ScoringRun) -> dict[str, float]:
    """How much revenue (fen) has its margin from known cost, from the stated margin, and how much there is."""
    lines = facts.lines
    sums = {
        "known": lines.revenue_fen.sum(where=lines.margin_basis == COST),
        "stated": lines.revenue_fen.sum(where=lines.margin_basis == SHOP_MARGIN),
        "all": lines.revenue_fen.sum(),
    }
    row = facts.row(lines.aggregate(**sums))
    return {name: float(row[name] or 0) for name in sums}


def grid(_facts: Facts, _run: ScoringRun) -> list[dict[str, Any]]:
    """Customers by recency and frequency score, over the scores of this run."""
    return stored(GRID)
