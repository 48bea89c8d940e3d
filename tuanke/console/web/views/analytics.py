from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.names import class_name, tone
from tuanke.facts.selectors import reports, scores
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.cohort_map import cohort_map


@needs(Permission.ANALYTICS_VIEW)
def analytics(request: HttpRequest) -> HttpResponse:
    found = reports.read_reports()
    context: dict[str, Any] = {"run": scores.latest_run(), "reports": found}
    if found:
        context |= {
            "repurchase": found["repurchase"],
            "second_order": found["second_order"],
            "curve": _curve(found["second_order"]),
            "cohorts": cohort_map(found["cohorts"]),
            "margin": _measure(found["concentration"], "margin"),
            "margin_basis": reports.basis_in_words(found["margin_basis"]),
            "lifecycle": _lifecycle(viewer_of(request)),
        }
    return render(request, "console/analytics.html", context)


def _measure(rows: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    """Total, and what the top part of customers brings, as (percent of customers, share)."""
    row = next((row for row in rows if row["measure"] == name), None)
    if row is None or not row["customers"]:
        return None
    tops = [(percent, row[f"top_{percent}"]) for percent in (1, 5, 10, 20, 50)]
    return {**row, "tops": tops, "share_for_80": row["customers_for_80"] / row["customers"]}


def _curve(rows: list[dict[str, Any]]) -> dict[str, list[Any]]:
    """What the chart of second orders draws: days, share in percent, and its interval."""
    known = [row for row in rows if row["share"] is not None]
    return {
        "days": [row["horizon_days"] for row in known],
        "share": [round(row["share"] * 100, 1) for row in known],
        "low": [round(row["low"] * 100, 1) for row in known],
        "high": [round(row["high"] * 100, 1) for row in known],
    }


def _lifecycle(viewer: Viewer) -> list[dict[str, Any]]:
    counts = classes.count_by_class("lifecycle", viewer)
    total = sum(row["customers"] for row in counts.values()) or 1
    nothing = {"customers": 0, "margin": 0, "stake": 0}
    return [
        {"code": code, "name": class_name("lifecycle", code), "tone": tone(code), **counts.get(code, nothing)}
        | {"share": counts.get(code, nothing)["customers"] / total}
        for code in DIMENSIONS["lifecycle"]
    ]
