"""The cohort map as a table: first month down, months since then across."""

from collections import defaultdict
from datetime import date
from typing import Any

MONTHS = 13
COHORTS = 18
STEPS = (0.05, 0.12, 0.2, 0.3)  # where the shades of a cell begin


def cohort_map(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """`rows` of insights.cohorts → the newest cohorts, each with its cells; a month not over is None."""
    by_cohort: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    for row in rows:
        by_cohort[row["cohort"]][row["month"]] = row
    newest = sorted(by_cohort)[-COHORTS:]
    return {
        "months": range(1, MONTHS),
        "cohorts": [
            {
                "month": date.fromisoformat(cohort[:10]),
                "size": by_cohort[cohort][0]["size"],
                "cells": [_cell(by_cohort[cohort].get(month)) for month in range(1, MONTHS)],
            }
            for cohort in newest
        ],
    }


def _cell(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None or row["retention"] is None:
        return None
    shade = sum(row["retention"] >= step for step in STEPS)
    return {"share": row["retention"], "buyers": row["buyers"], "shade": shade}
