"""The sentence with the three numbers that matter, and whether customers come back."""

import math
from typing import Any

from django.utils.translation import gettext as _

from tuanke.analyze.selectors.measures import Measures
from tuanke.analyze.selectors.report.charts import Frame
from tuanke.facts.selectors.cycle_words import cycle_bands
from tuanke.ui import formats

CURVE_DAYS = 365
_STEPS = (0.02, 0.05, 0.1, 0.2)  # between two lines of the grid
_LINES = 5


def headline(measures: Measures) -> dict[str, Any]:
    money = measures.concentration.get("revenue", {})
    return {
        **measures.repurchase,
        "orders": measures.orders,
        "top_20": money.get("top_20"),
        "customers_for_80": money.get("customers_for_80"),
        "total_fen": money.get("total_fen"),
    }


def second_order(measures: Measures) -> dict[str, Any]:
    """The curve of the first year, with its band, and the table of 30, 60, 90 and 365 days."""
    within_90 = next((row["share"] for row in measures.second_order if row["horizon_days"] == 90), None)  # noqa: PLR2004
    return {
        "rows": measures.second_order,
        "of_hundred": None if within_90 is None else round(within_90 * 100),
        "chart": _curve(measures),
    }


def _curve(measures: Measures) -> dict[str, Any] | None:
    points = [row for row in measures.second_order_curve if row["days"] <= CURVE_DAYS]
    if not points:
        return None
    last = min(CURVE_DAYS, max(row["days"] for row in measures.second_order_curve))
    marks = _marks(max(row["high"] or row["share"] for row in points))
    frame = Frame(max(last, 30), marks[-1])
    share = [(0.0, 0.0), *((row["days"], row["share"]) for row in points)]
    banded = [row for row in points if row["low"] is not None]
    low = [(row["days"], row["low"]) for row in banded]
    high = [(row["days"], row["high"]) for row in reversed(banded)]
    days = [day for day in (0, 30, 60, 90, 180, 270, 365) if day <= frame.x_most]
    return {
        **frame.chart(
            [(day, str(day)) for day in days],
            [(mark, formats.percent(mark, 0)) for mark in marks],
        ),
        "line": frame.steps([*share, (frame.x_most, share[-1][1])]),
        "band": frame.line([*low, *high]),
        "x_title": _("days after the first order"),
    }


def _marks(most: float) -> list[float]:
    """Even shares from 0 to the first that is not below `most`."""
    step = next((step for step in _STEPS if step * _LINES >= most), _STEPS[-1])
    return [round(step * place, 2) for place in range(math.ceil(most / step - 1e-9) + 1)]


def cycle(measures: Measures) -> dict[str, Any]:
    """How many repeat customers order how often."""
    return {
        "gap": measures.parameters.shop_gap_days,
        "customers": measures.parameters.shop_gap_customers,
        "bands": cycle_bands(measures.cycles),
    }
