"""Customers by how lately and how often they ordered: five by five."""

from collections.abc import Mapping, Sequence
from typing import Any

SCORES = (1, 2, 3, 4, 5)
SHADES = (0.01, 0.03, 0.06, 0.1)
OFTEN, LONG_AGO = 4, 2  # frequency from, recency up to: once frequent, now silent


def rfm_grid(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows from the most recent down, columns to the most frequent; a cell has its share of customers."""
    cells = {(row["r_score"], row["f_score"]): row for row in rows}
    whole = sum(row["customers"] for row in rows)
    silent = [row for (r, f), row in cells.items() if f >= OFTEN and r <= LONG_AGO]
    best = [row for (r, f), row in cells.items() if f >= OFTEN and r >= OFTEN]
    return {
        "columns": SCORES,
        "whole": whole,
        "rows": [
            {"score": r, "cells": [_cell(r, f, cells.get((r, f)), whole) for f in SCORES]}
            for r in reversed(SCORES)
        ],
        "silent": _sums(silent),
        "best": _sums(best),
    }


def _cell(r: int, f: int, row: Any, whole: int) -> dict[str, Any]:
    if row is None:
        return {"r": r, "f": f, "customers": 0}
    share = row["customers"] / whole
    return {"r": r, "f": f, **row, "share": share, "shade": sum(share >= step for step in SHADES)}


def _sums(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in ("customers", "margin_fen", "stake_fen")}
