"""Customers by the month of their first order: who is still there, what they bring, who came back in time."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from tuanke.insights.repurchase import HORIZONS
from tuanke.insights.stats import wilson
from tuanke.ui.cohort_map import COHORTS, MONTHS, STEPS

HORIZON = 90


def cohort_table(rows: Sequence[dict[str, Any]], *, by_margin: bool) -> dict[str, Any]:
    """The newest cohorts with a cell per month since; a month that is not over, or not yet there, has none.

    `by_margin`: a cell's number is margin per member in fen, shaded against the cohort's own first month.
    """
    grid: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        grid[row["cohort"]][row["month"]] = row
    return {
        "months": range(1, MONTHS),
        "cohorts": [
            {
                "month": date.fromisoformat(cohort),
                "size": grid[cohort][0]["size"],
                "first": grid[cohort][0],
                "cells": [_cell(grid[cohort], month, by_margin=by_margin) for month in range(1, MONTHS)],
            }
            for cohort in sorted(grid)[-COHORTS:]
        ],
    }


def _cell(cohort: dict[int, dict[str, Any]], month: int, *, by_margin: bool) -> dict[str, Any] | None:
    row = cohort.get(month)
    if row is None or row["retention"] is None:
        return None
    each = row["margin_fen"] / row["size"]
    start = (cohort[0]["margin_fen"] or 0) / row["size"]
    share = each / start if by_margin and start > 0 else row["retention"]
    return {
        "buyers": row["buyers"],
        "share": row["retention"],
        "margin_fen": round(each),
        "shade": sum(share >= step for step in STEPS),
    }


def horizons(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Per cohort the share that bought again within each horizon, with its interval; None: too new to know."""
    cells: dict[str, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        cells[row["cohort"]][row["horizon_days"]] = row
    newest = sorted(cells)[-COHORTS:]
    return {
        "horizons": HORIZONS,
        "cohorts": [
            {
                "month": date.fromisoformat(cohort),
                "size": cells[cohort][HORIZONS[0]]["size"],
                "cells": [_within(cells[cohort][horizon]) for horizon in HORIZONS],
            }
            for cohort in newest
        ],
    }


def newest_known(rows: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Of the newest month known for 90 days and of the six before it, how many came back; None where too few are."""
    known = [row for row in rows if row["horizon_days"] == HORIZON and row["again"] is not None]
    known.sort(key=lambda row: str(row["cohort"]))
    before = known[-7:-1]
    if not known or not sum(row["size"] for row in before):
        return None
    last = known[-1]
    return {
        "month": date.fromisoformat(last["cohort"]),
        "share": last["again"] / last["size"],
        "n": last["size"],
        "before": sum(row["again"] for row in before) / sum(row["size"] for row in before),
    }


def _within(row: Any) -> dict[str, float] | None:
    if row["again"] is None:
        return None
    interval = wilson(row["again"], row["size"])
    return {"share": row["again"] / row["size"], "low": interval.low, "high": interval.high}
