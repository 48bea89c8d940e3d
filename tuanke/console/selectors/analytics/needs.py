"""What customers need, how that goes through the year, and what they prefer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors.names import class_name, tone
from tuanke.facts.selectors.demand_words import trend_words
from tuanke.ui import formats

NEED = "need"
SHOWN_MONTHS = 12
STRONG = 1.2  # times the usual: from here on a month of the year is called strong


def need_classes(counts: Mapping[str, Mapping[str, int]]) -> list[dict[str, Any]]:
    """Every need with its customers, from `classes.count_by_class`; the share is of those whose need is known."""
    nothing = {"customers": 0, "margin": 0, "stake": 0}
    known = sum(row["customers"] for code, row in counts.items() if code != "unknown") or 1
    return [
        {"code": code, "name": class_name(NEED, code), "tone": tone(code), **counts.get(code, nothing)}
        | {"share": None if code == "unknown" else counts.get(code, nothing)["customers"] / known}
        for code in DIMENSIONS[NEED]
    ]


def leading(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The need most customers have, of those that stand out."""
    clear = [row for row in rows if row["code"] not in {"unknown", "balanced"} and row["customers"]]
    return max(clear, key=lambda row: row["customers"], default=None)


def trend_table(found: Mapping[str, Any], *, are_needs: bool) -> dict[str, Any]:
    """`months`: the last twelve complete ones; per group its customers in each, trend and strong months."""
    months = [date.fromisoformat(month) for month in found["months"]]
    return {
        "months": months[-SHOWN_MONTHS:],
        "groups": [_group(group, are_needs=are_needs) for group in found["groups"]],
        "has_season": any(group["season"] for group in found["groups"]),
    }


def _group(group: Mapping[str, Any], *, are_needs: bool) -> dict[str, Any]:
    trend = group["trend"] or {}
    newest = group["customers"][-SHOWN_MONTHS:]
    most = max(newest, default=0) or 1
    season = group["season"] or []
    return {
        "code": group["name"],
        "name": class_name(NEED, group["name"]) if are_needs else group["name"],
        "cells": [{"customers": n, "shade": min(4, round(4 * n / most))} for n in newest],
        "trend": trend_words(trend.get("low"), trend.get("high")) if trend else None,
        "strong": [place + 1 for place, index in enumerate(season) if index >= STRONG],
        "season": season,
        "year": group["year"] and [formats.percent(value - 1, 0) for value in group["year"]],
    }
