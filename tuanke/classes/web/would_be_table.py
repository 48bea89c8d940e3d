"""Class held × class that would be, as tables."""

from collections.abc import Mapping
from typing import Any

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors.names import DIMENSION_NAMES, class_name

Counts = Mapping[tuple[str, str], int]


def would_be_tables(counts: Mapping[str, Counts], *, first: str) -> list[dict[str, Any]]:
    """One per dimension in which anybody would move, and the `first` in any case."""
    tables = [_table(name, counts[name]) for name in sorted(counts, key=lambda name: name != first)]
    return [table for table in tables if table["moved"] or table is tables[0]]


def _table(dimension: str, counts: Counts) -> dict[str, Any]:
    codes = [code for code in DIMENSIONS[dimension] if any(code in pair for pair in counts)]
    return {
        "name": DIMENSION_NAMES[dimension],
        "customers": sum(counts.values()),
        "moved": sum(n for (held, would), n in counts.items() if held != would),
        "columns": [class_name(dimension, code) for code in codes],
        "rows": [
            {
                "name": class_name(dimension, held),
                "cells": [{"n": counts.get((held, would), 0), "stays": held == would} for would in codes],
            }
            for held in codes
        ],
    }
