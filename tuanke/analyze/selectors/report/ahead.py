"""The weeks to come in words: demand, and what to prepare."""

from collections.abc import Sequence
from typing import Any

from tuanke.facts.selectors.demand_words import method_words, trend_words
from tuanke.insights.demand_ahead import Demand
from tuanke.ui.sparkline import sparkline

SHOWN_WEEKS = 26
MONTH_WEEKS = 4


def demand(found: Sequence[Demand]) -> list[dict[str, Any]]:
    return [_demand(one) for one in found]


def preparation_list(found: Sequence[Demand]) -> list[dict[str, Any]]:
    """Without the goods of which not one piece is expected."""
    return demand([one for one in found if one.ahead is None or round(one.ahead.total)])


def _demand(one: Demand) -> dict[str, Any]:
    ahead = one.ahead
    row: dict[str, Any] = {
        "name": one.name,
        "last": sum(one.weeks[-MONTH_WEEKS:]),
        "spark": sparkline(one.weeks[-SHOWN_WEEKS:]),
        "trend": trend_words(*((one.trend.low, one.trend.high) if one.trend else (None, None))),
        "ahead": None,
    }
    if ahead is not None:
        row["ahead"] = {
            "total": ahead.total,
            "low": ahead.total_low,
            "high": ahead.total_high,
            "method": method_words(ahead.method),
            "coverage": ahead.coverage,
            "origins": ahead.origins,
            "weeks": list(zip(ahead.mean, ahead.low, ahead.high, strict=True)),
            "gain": ahead.gain,
        }
    return row
