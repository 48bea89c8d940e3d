"""On how few customers the shop rests, and what a repeat order brings."""

from typing import Any

from tuanke.analyze.selectors.measures import Measures
from tuanke.analyze.selectors.report.charts import Frame
from tuanke.facts.selectors.margin_words import margin_basis
from tuanke.insights.first_repeat import FIRST, REPEAT, difference
from tuanke.insights.pareto import TOP_PERCENTS
from tuanke.ui import formats


def basis(measures: Measures) -> str:
    """What the margin rests on: known cost, or revenue where none is known."""
    known, whole = measures.basis["known"] or 0.0, measures.basis["all"] or 0.0
    return margin_basis(known=round(known), stated=0, revenue=round(whole))


def concentration(measures: Measures) -> dict[str, Any] | None:
    row = measures.concentration.get("revenue")
    if row is None or row["top_20"] is None:
        return None
    frame = Frame(100, 1)
    marks = [(percent, f"{percent}%") for percent in (0, 20, 40, 60, 80, 100)]
    points = [(float(point["percent"]), point["share"]) for point in measures.concentration_curve]
    return {
        **row,
        "share_for_80": row["customers_for_80"] / row["customers"],
        "tops": [(percent, row[f"top_{percent}"]) for percent in TOP_PERCENTS],
        "chart": {
            **frame.chart(marks, [(percent / 100, label) for percent, label in marks]),
            "line": frame.line([(0.0, 0.0), *points]),
            "diagonal": frame.line([(0, 0), (100, 1)]),
            "mark_x": frame.x(20),
            "mark_y": frame.y(row["top_20"]),
        },
    }


def first_and_repeat(measures: Measures) -> dict[str, Any]:
    """Both kinds, and how much more a repeat order brings, with its interval, where both are there."""
    found = measures.first_repeat
    whole = sum(row["margin_fen"] for row in found.values())
    rows = [
        {
            **found[kind],
            "mean": round(found[kind]["mean_margin_fen"]),
            "share": found[kind]["margin_fen"] / whole if whole > 0 else None,
            "is_first": kind == FIRST,
        }
        for kind in (FIRST, REPEAT)
        if kind in found
    ]
    return {"rows": rows, **_compared(measures)}


def _compared(measures: Measures) -> dict[str, Any]:
    found = difference(measures.first_repeat)
    if found is None:
        return {"is_compared": False}
    relative = found.relative
    return {
        "is_compared": True,
        "is_sure": found.is_sure,
        "is_more": found.value > 0,
        "difference_fen": round(abs(found.value)),
        "low_fen": round(found.interval.low),
        "high_fen": round(found.interval.high),
        "relative": None
        if relative is None
        else {"low": formats.percent(relative.low, 0), "high": formats.percent(relative.high, 0)},
    }
