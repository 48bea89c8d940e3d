"""On how few customers the shop rests, and what a repeat order brings."""

from collections.abc import Mapping, Sequence
from typing import Any

from tuanke.insights.first_repeat import FIRST, REPEAT, difference
from tuanke.insights.pareto import TOP_PERCENTS
from tuanke.ui import formats


def margin_shares(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """Total, and what the top part of customers brings, as (percent of customers, customers, share)."""
    row = next((row for row in rows if row["measure"] == "margin"), None)
    if row is None or not row["customers"] or row["gini"] is None:
        return None
    tops = [
        (percent, max(row["customers"] * percent // 100, 1), row[f"top_{percent}"])
        for percent in TOP_PERCENTS
    ]
    return {**row, "tops": tops, "share_for_80": row["customers_for_80"] / row["customers"]}


def curve_chart(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Per cent of customers, and their share of the margin in per cent, from nothing on."""
    return {
        "x": [0, *(row["percent"] for row in rows)],
        "share": [0, *(round(row["share"] * 100, 1) for row in rows)],
    }


def first_and_repeat(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Both kinds, and how much more a repeat order brings, with its interval, where both are there."""
    found = {row["kind"]: row for row in rows}
    whole = sum(row["margin_fen"] for row in rows)
    apart = difference(found)
    relative = apart.relative if apart else None
    return {
        "rows": [
            {
                **found[kind],
                "mean": round(found[kind]["mean_margin_fen"]),
                "share": found[kind]["margin_fen"] / whole if whole > 0 else None,
                "is_first": kind == FIRST,
            }
            for kind in (FIRST, REPEAT)
            if kind in found
        ],
        "is_compared": apart is not None,
        "is_sure": apart is not None and apart.is_sure,
        "is_more": apart is not None and apart.value > 0,
        "difference_fen": round(abs(apart.value)) if apart else None,
        "low_fen": round(apart.interval.low) if apart else None,
        "high_fen": round(apart.interval.high) if apart else None,
        "relative": relative
        and {"low": formats.percent(relative.low, 0), "high": formats.percent(relative.high, 0)},
    }
