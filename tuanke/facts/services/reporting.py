"""Shop-wide results for the analytics pages, kept as plain values so that a page only reads."""

from collections.abc import Callable
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np

from tuanke.facts.models import Report, ScoringRun
from tuanke.facts.services.claims import finding
from tuanke.facts.services.facts import Facts, open_facts
from tuanke.facts.services.measures import demand, foretold, money, needs, returning
from tuanke.facts.services.store import FactStore

REPORTS: MappingProxyType[str, Callable[[Facts, ScoringRun], Any]] = MappingProxyType(
    {
        "repurchase": returning.repurchase,
        "repurchase_months": returning.repurchase_months,
        "second_order": returning.second_orders,
        "second_order_curve": returning.curve,
        "cohorts": returning.cohorts,
        "cohort_horizons": returning.cohort_horizons,
        "cycles": returning.cycles,
        "months": money.months,
        "first_repeat": money.first_repeat,
        "concentration": money.shares,
        "concentration_curve": money.curve,
        "margin_basis": money.basis,
        "rfm": money.grid,
        "demand": demand.demand,
        "preferences": needs.preferences,
        "need_trend": needs.need_trend,
        "category_trend": needs.category_trend,
        "claims": finding.find,
    }
)
FORETOLD = "foretold"


def report(store: FactStore, run: ScoringRun) -> None:
    """Work out every report as of the run's day."""
    facts = open_facts(store, run.stated_margin_percent)
    for name, compute in REPORTS.items():
        _keep(name, run, compute(facts, run))


def is_foretold(as_of: date) -> bool:
    return Report.objects.filter(name=FORETOLD, run__as_of=as_of).exists()


def foretell(store: FactStore, run: ScoringRun) -> None:
    _keep(FORETOLD, run, foretold.foretold(open_facts(store, run.stated_margin_percent), run))


def _keep(name: str, run: ScoringRun, content: Any) -> None:
    Report.objects.update_or_create(name=name, defaults={"run": run, "content": _plain(content)})


def _plain(value: Any) -> Any:
    """Days as text, NumPy's numbers as Python's; everything else is JSON already."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, np.generic):
        return value.item()
    return value.isoformat() if isinstance(value, date) else value
