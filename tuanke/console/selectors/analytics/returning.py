"""How soon the second order comes, how often people buy, and who is due."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tuanke.facts.selectors.cycle_words import cycle_bands
from tuanke.insights.lifecycle import DORMANT_ABOVE, LOST_ABOVE

NINETY = 90
WEEKS = 4


def second_order(found: Mapping[str, Any]) -> dict[str, Any]:
    rows = found["second_order"]
    within = next((row["share"] for row in rows if row["horizon_days"] == NINETY), None)
    return {"rows": rows, "of_hundred": None if within is None else round(within * 100)}


def curve_chart(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Days, share in per cent, and its interval, from day 0 on."""
    known = [row for row in rows if row["low"] is not None]
    return {
        "x": [0, *(row["days"] for row in known)],
        "share": [0, *(round(row["share"] * 100, 2) for row in known)],
        "low": [0, *(round(row["low"] * 100, 2) for row in known)],
        "high": [0, *(round(row["high"] * 100, 2) for row in known)],
    }


def cycle(found: Mapping[str, Any], as_of: date) -> dict[str, Any]:
    """With whom to expect in each of the next four weeks."""
    due = {row["week"]: row for row in found["due"]}
    weeks = [
        {
            "starts_on": as_of + timedelta(days=7 * week + 1),
            "ends_on": as_of + timedelta(days=7 * week + 7),
            "customers": due.get(week, {"customers": 0})["customers"],
            "stake_fen": due.get(week, {"stake_fen": 0})["stake_fen"],
        }
        for week in range(WEEKS)
    ]
    return {
        **found,
        "bands": cycle_bands(found["bands"]),
        "late": found["gap"] * DORMANT_ABOVE,
        "lost": found["gap"] * LOST_ABOVE,
        "middle": found["quantiles"][1] if len(found["quantiles"]) > 1 else None,
        "weeks": weeks,
        "expected": sum(week["customers"] for week in weeks),
    }
