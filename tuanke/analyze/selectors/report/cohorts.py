"""Cohorts by the month of their first order: who is still there, and how many came back in time."""

from typing import Any

from tuanke.analyze.selectors.measures import Measures
from tuanke.insights.repurchase import HORIZONS
from tuanke.insights.stats import wilson
from tuanke.ui.cohort_map import COHORTS, cohort_map


def retention(measures: Measures) -> dict[str, Any]:
    return cohort_map([{**row, "cohort": row["cohort"].isoformat()} for row in measures.cohorts])


def repurchase(measures: Measures) -> dict[str, Any]:
    """Per cohort the share that bought again within each horizon, with its interval; None: too new to know."""
    cells: dict[Any, dict[int, Any]] = {}
    for row in measures.by_cohort:
        cells.setdefault(row["cohort"], {})[row["horizon_days"]] = row
    newest = sorted(cells)[-COHORTS:]
    return {
        "horizons": HORIZONS,
        "cohorts": [
            {
                "month": cohort,
                "size": cells[cohort][HORIZONS[0]]["size"],
                "cells": [_cell(cells[cohort][horizon]) for horizon in HORIZONS],
            }
            for cohort in newest
        ],
    }


def _cell(row: Any) -> dict[str, float] | None:
    if row["again"] is None:
        return None
    interval = wilson(row["again"], row["size"])
    return {"share": row["again"] / row["size"], "low": interval.low, "high": interval.high}
