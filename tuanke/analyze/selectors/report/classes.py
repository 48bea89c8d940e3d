"""Where customers stand: the grid of recency and frequency, the lifecycle, the other dimensions."""

from typing import Any

from tuanke.analyze.selectors.measures import Measures
from tuanke.classes.domain.dimensions import FROM_ORDERS
from tuanke.classes.selectors.names import DIMENSION_NAMES, class_name, tone

SCORES = (1, 2, 3, 4, 5)
SHADES = (0.01, 0.03, 0.06, 0.1)
OFTEN, LONG_AGO = 4, 2  # frequency from, recency up to: once frequent, now silent
OTHERS = ("value", "frequency", "amount", "abc")


def grid(measures: Measures) -> dict[str, Any]:
    """Rows from the most recent down, columns to the most frequent; a cell has its share of customers."""
    cells = {(row["r_score"], row["f_score"]): row for row in measures.grid}
    whole = sum(row["customers"] for row in measures.grid)
    silent = [row for (r, f), row in cells.items() if f >= OFTEN and r <= LONG_AGO]
    return {
        "columns": SCORES,
        "rows": [
            {"score": r, "cells": [_cell(cells.get((r, f)), whole) for f in SCORES]} for r in reversed(SCORES)
        ],
        "silent": sum(row["customers"] for row in silent),
        "silent_margin_fen": sum(row["margin_fen"] for row in silent),
    }


def _cell(row: Any, whole: int) -> dict[str, Any]:
    if row is None:
        return {"customers": 0, "shade": None}
    share = row["customers"] / whole
    return {**row, "share": share, "shade": sum(share >= step for step in SHADES)}


def lifecycle(measures: Measures) -> list[dict[str, Any]]:
    """Every state but that of people who never ordered: a file of orders does not know them."""
    return [row for row in _dimension(measures, "lifecycle") if row["code"] != "potential"]


def others(measures: Measures) -> list[dict[str, Any]]:
    return [
        {
            "name": DIMENSION_NAMES[name],
            "rows": [row for row in _dimension(measures, name) if row["customers"]],
        }
        for name in OTHERS
    ]


def _dimension(measures: Measures, name: str) -> list[dict[str, Any]]:
    counted = {row["class"]: row for row in measures.classes[name]}
    whole = sum(row["customers"] for row in counted.values()) or 1
    nothing = {"customers": 0, "margin_fen": 0, "margin_stake_fen": 0}
    return [
        {"code": code, "name": class_name(name, code), "tone": tone(code), **counted.get(code, nothing)}
        | {"share": counted.get(code, nothing)["customers"] / whole}
        for code in FROM_ORDERS[name]
    ]


def counts(measures: Measures) -> dict[str, dict[str, int]]:
    """{dimension: {class: customers}}, every class of the dimension."""
    return {
        name: {row["code"]: row["customers"] for row in _dimension(measures, name)} for name in FROM_ORDERS
    }
