"""Shop-wide results for the analytics page, kept as plain values so that the page only reads."""

from datetime import date
from typing import Any

from tuanke.facts.models import Report, ScoringRun
from tuanke.facts.services.facts import Facts, open_facts
from tuanke.facts.services.store import FactStore
from tuanke.insights.cohorts import monthly_cohorts
from tuanke.insights.margin import COST, SHOP_MARGIN
from tuanke.insights.pareto import concentration
from tuanke.insights.repurchase import repurchase_rate, second_order
from tuanke.insights.stats import wilson


def report(store: FactStore, run: ScoringRun) -> None:
    """Work out every report as of the run's day."""
    facts = open_facts(store, run.stated_margin_percent)
    for name, compute in REPORTS.items():
        Report.objects.update_or_create(
            name=name, defaults={"run": run, "content": _plain(compute(facts, run.as_of))}
        )


def _repurchase(facts: Facts, as_of: date) -> dict[str, Any]:
    """Customers with orders on two or more days, of those with any; with its 95 % interval."""
    row = facts.row(repurchase_rate(facts.lines, as_of))
    if not row["customers"]:
        return {**row, "low": None, "high": None}
    interval = wilson(row["repeat_customers"], row["customers"])
    return {**row, "low": interval.low, "high": interval.high}


def _second_order(facts: Facts, as_of: date) -> list[dict[str, Any]]:
    return list(facts.rows(second_order(facts.lines, as_of)).sort_by("horizon_days").to_pylist())


def _cohorts(facts: Facts, as_of: date) -> list[dict[str, Any]]:
    rows = facts.rows(monthly_cohorts(facts.lines, as_of))
    return list(rows.sort_by([("cohort", "ascending"), ("month", "ascending")]).to_pylist())


def _concentration(facts: Facts, as_of: date) -> list[dict[str, Any]]:
    return list(facts.rows(concentration(facts.lines, as_of)).to_pylist())


def _basis(facts: Facts, _as_of: date) -> dict[str, float]:
    """How much revenue (fen) has its margin from known cost, from the stated margin, and how much there is."""
    lines = facts.lines
    sums = {
        "known": lines.revenue_fen.sum(where=lines.margin_basis == COST),
        "stated": lines.revenue_fen.sum(where=lines.margin_basis == SHOP_MARGIN),
        "all": lines.revenue_fen.sum(),
    }
    row = facts.row(lines.aggregate(**sums))
    return {name: float(row[name] or 0) for name in sums}


REPORTS = {
    "repurchase": _repurchase,
    "second_order": _second_order,
    "cohorts": _cohorts,
    "concentration": _concentration,
    "margin_basis": _basis,
}


def _plain(value: Any) -> Any:
    """Days as text; everything else is JSON already."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
