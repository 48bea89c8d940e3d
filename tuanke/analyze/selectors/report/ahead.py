"""The weeks to come in words: demand, and what to prepare."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from tuanke.analyze.selectors.goods import Demand
from tuanke.analyze.selectors.report.charts import sparkline

SHOWN_WEEKS = 26
MONTH_WEEKS = 4


def demand(found: Sequence[Demand]) -> list[dict[str, Any]]:
    return [_demand(one) for one in found]


def _demand(one: Demand) -> dict[str, Any]:
    ahead = one.ahead
    row: dict[str, Any] = {
        "name": one.name,
        "last": sum(one.weeks[-MONTH_WEEKS:]),
        "spark": sparkline(one.weeks[-SHOWN_WEEKS:]),
        "trend": _trend(one),
        "ahead": None,
    }
    if ahead is not None:
        row["ahead"] = {
            "total": ahead.total,
            "low": ahead.total_low,
            "high": ahead.total_high,
            "method": _method(ahead.method),
            "coverage": ahead.coverage,
            "origins": ahead.origins,
            "weeks": list(zip(ahead.mean, ahead.low, ahead.high, strict=True)),
            "gain": ahead.gain,
        }
    return row


def _trend(one: Demand) -> dict[str, str]:
    if one.trend is None or not one.trend.is_sure:
        return {"text": _("steady"), "tone": "neutral"}
    if one.trend.slope > 0:
        return {"text": _("rising"), "tone": "good"}
    return {"text": _("falling"), "tone": "bad"}


def _method(code: str) -> str:
    return {
        "last_week": _("as last week"),
        "last_year": _("as a year ago"),
        "last_festivals": _("as a year ago, by the festivals"),
        "level": _("smoothed level"),
        "damped_trend": _("damped trend"),
    }[code]
