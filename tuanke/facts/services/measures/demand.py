"""What the coming weeks will ask for, category by category and product by product, and which festivals are near."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tuanke.facts.domain.festivals import festival_weeks
from tuanke.facts.models import ScoringRun
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.queries import rows_of
from tuanke.insights.demand import weekly_demand
from tuanke.insights.demand_ahead import Demand, demand_of
from tuanke.insights.forecast import FEWEST_WEEKS, HORIZON
from tuanke.kit.lunar import FESTIVALS, ORDERED_FOR, next_occurrence

CATEGORIES, PRODUCTS = 12, 40
KEPT_WEEKS = 60
NEAR_DAYS = 84
RECENT_WEEKS = 12
LARGEST = """
SELECT category AS code FROM order_lines WHERE category IS NOT NULL AND is_order AND ordered_on <= $as_of
GROUP BY 1 ORDER BY sum(revenue_fen) DESC, 1 LIMIT $most
"""
# Most asked for lately, among those sold for long enough to look ahead.
ASKED = """
SELECT product_id AS code FROM order_lines
WHERE product_id IS NOT NULL AND is_order AND revenue_fen >= 0 AND ordered_on <= $as_of
GROUP BY 1 HAVING min(ordered_on) <= $known AND sum(greatest(coalesce(quantity, 1), 0)) FILTER (ordered_on > $since) > 0
ORDER BY sum(greatest(coalesce(quantity, 1), 0)) FILTER (ordered_on > $since) DESC, 1 LIMIT $most
"""


def demand(facts: Facts, run: ScoringRun) -> dict[str, Any]:
    """`weeks`: pieces of the last complete weeks, the oldest first; `ahead`: the four weeks from `starts_on` on."""
    as_of = run.as_of
    since, known = as_of - timedelta(weeks=RECENT_WEEKS), as_of - timedelta(weeks=FEWEST_WEEKS + 1)
    largest = _codes(facts, LARGEST, {"as_of": as_of, "most": CATEGORIES})
    asked = _codes(facts, ASKED, {"as_of": as_of, "since": since, "known": known, "most": PRODUCTS})
    tomorrow = as_of + timedelta(days=1)
    starts_on = tomorrow - timedelta(days=tomorrow.weekday())
    return {
        "starts_on": starts_on,
        "weeks_ahead": HORIZON,
        "festivals": _festivals(as_of),
        "categories": _series(facts, as_of, "category", largest),
        "products": _series(facts, as_of, "product_id", asked),
    }


def _codes(facts: Facts, query: str, values: Mapping[str, Any]) -> list[Any]:
    return [code for (code,) in facts.engine.con.execute(query, dict(values)).fetchall()]


def _series(facts: Facts, as_of: date, by: str, groups: Sequence[Any]) -> list[dict[str, Any]]:
    if not groups:
        return []
    weeks: dict[Any, list[float]] = {}
    order = [(by, "ascending"), ("week", "ascending")]
    for row in rows_of(facts, weekly_demand, as_of, by, tuple(groups)).sort_by(order).to_pylist():
        weeks.setdefault(row[by], []).append(float(row["quantity"]))
    festivals = festival_weeks(as_of)
    found = [(code, demand_of(str(code), weeks[code], festivals)) for code in groups if code in weeks]
    return [{"code": code, **_plain(one)} for code, one in found]


def _plain(found: Demand) -> dict[str, Any]:
    ahead, trend = found.ahead, found.trend
    return {
        "weeks": [int(value) for value in found.weeks[-KEPT_WEEKS:]],
        "trend": trend and {"slope": trend.slope, "low": trend.low, "high": trend.high},
        "ahead": ahead
        and {
            "method": ahead.method,
            "weeks": [
                [float(value) for value in week]
                for week in zip(ahead.mean, ahead.low, ahead.high, strict=True)
            ],
            "total": [ahead.total, ahead.total_low, ahead.total_high],
            "gain": ahead.gain,
            "coverage": ahead.coverage,
            "origins": ahead.origins,
        },
    }


def _festivals(as_of: date) -> list[dict[str, Any]]:
    """Those of the next twelve weeks, the nearest first."""
    tomorrow = as_of + timedelta(days=1)
    days = [(next_occurrence(FESTIVALS[name], tomorrow), name) for name in ORDERED_FOR]
    return [{"name": name, "on": day} for day, name in sorted(days) if (day - as_of).days <= NEAR_DAYS]
