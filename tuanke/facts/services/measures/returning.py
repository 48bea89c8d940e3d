"""Whether customers come back, how soon, and how often they buy."""

from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir

from tuanke.facts.models import ScoringRun
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.measures.stored import stored
from tuanke.facts.services.queries import rows_of
from tuanke.insights.cohort_repurchase import repurchase_by_cohort
from tuanke.insights.cohorts import monthly_cohorts
from tuanke.insights.cycle import cycle_distribution, own_cycles
from tuanke.insights.purchases import purchase_days
from tuanke.insights.repurchase import repurchase_rate, second_order, second_order_curve
from tuanke.insights.stats import wilson

MONTHS = 12
CURVE_DAYS = 365
QUANTILES = """
SELECT percentile_cont(ARRAY[0.25, 0.5, 0.75, 0.9]) WITHIN GROUP (ORDER BY own_gap_days) AS days
FROM facts_customerscore WHERE purchase_days > 1
"""
EXPECTED = """
SELECT (next_expected_on - %(as_of)s::date - 1) / 7 AS week, count(*) AS customers,
       coalesce(sum(margin_stake_fen), 0)::bigint AS stake_fen
FROM facts_customerscore
WHERE next_expected_on > %(as_of)s AND next_expected_on <= %(as_of)s::date + 28 AND purchase_days > 1
GROUP BY 1 ORDER BY 1
"""


def repurchase(facts: Facts, run: ScoringRun) -> dict[str, Any]:
    """Customers with orders on two or more days, of those with any; with its 95 % interval."""
    return _rate(facts, run.as_of)


def repurchase_months(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    """The same as it stood at the end of each of the last twelve complete months, the oldest first."""
    ends, day = [], run.as_of + timedelta(days=1)
    for _month in range(MONTHS):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return [{"on": end, **_rate(facts, end)} for end in reversed(ends)]


def _rate(facts: Facts, as_of: date) -> dict[str, Any]:
    (row,) = rows_of(facts, repurchase_rate, as_of).to_pylist()
    if not row["customers"]:
        return {**row, "low": None, "high": None}
    interval = wilson(row["repeat_customers"], row["customers"])
    return {**row, "low": interval.low, "high": interval.high}


def second_orders(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    return list(rows_of(facts, second_order, run.as_of).sort_by("horizon_days").to_pylist())


def curve(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    """The first year of the curve behind them."""
    rows = rows_of(facts, second_order_curve, run.as_of).sort_by("days").to_pylist()
    return [row for row in rows if row["days"] <= CURVE_DAYS]


def cohorts(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    rows = rows_of(facts, monthly_cohorts, run.as_of)
    return list(rows.sort_by([("cohort", "ascending"), ("month", "ascending")]).to_pylist())


def cohort_horizons(facts: Facts, run: ScoringRun) -> list[dict[str, Any]]:
    rows = rows_of(facts, repurchase_by_cohort, run.as_of)
    return list(rows.sort_by([("cohort", "ascending"), ("horizon_days", "ascending")]).to_pylist())


def cycles(facts: Facts, run: ScoringRun) -> dict[str, Any]:
    """How often repeat customers buy: bands, quartiles, the shop's gap, and who is due in the coming weeks."""
    bands = rows_of(facts, _bands, run.as_of)
    (quantiles,) = stored(QUANTILES)
    return {
        "bands": bands.sort_by("from_days").to_pylist(),
        "gap": run.parameters["shop_gap_days"],
        "customers": run.parameters["shop_gap_customers"],
        "quantiles": [float(value) for value in quantiles["days"] or []],
        "due": stored(EXPECTED, {"as_of": run.as_of}),
    }


def _bands(lines: ir.Table, as_of: date) -> ir.Table:
    return cycle_distribution(own_cycles(purchase_days(lines, as_of)))
