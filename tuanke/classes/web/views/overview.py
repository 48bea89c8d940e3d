from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tuanke.classes.domain.dimensions import DIMENSIONS, UNKNOWN
from tuanke.classes.selectors.names import CLASS_NAMES, DIMENSION_NAMES, class_name, tone
from tuanke.classes.selectors.options import class_options
from tuanke.classes.selectors.overview import Counted, count_all_classes
from tuanke.facts.selectors.reports import read_margin_basis
from tuanke.facts.selectors.scores import latest_run
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of

AT_FIRST = 8  # classes in sight; a shop may have hundreds of categories


@needs(Permission.CUSTOMERS_VIEW)
def overview(request: HttpRequest) -> HttpResponse:
    """Every dimension with its classes: how many customers, and what they bring."""
    viewer = viewer_of(request)
    counted = count_all_classes(viewer)
    context = {
        "run": latest_run(),
        "dimensions": [_dimension(code, counted[code]) for code in DIMENSIONS],
        "margin_basis": read_margin_basis(),
        "may_set": viewer.may(Permission.SHOP_MANAGE),
    }
    return render(request, "classes/overview.html", context)


def _dimension(dimension: str, counted: list[Counted]) -> dict[str, Any]:
    """Classes that have an order stand in it; the shop's own words by how many are in them, unknown last."""
    order = {code: place for place, code in enumerate(DIMENSIONS[dimension])}
    names = class_options(dimension) if dimension == "scene" else CLASS_NAMES[dimension]
    whole = sum(row.customers for row in counted) or 1
    most = max((row.customers for row in counted), default=1)
    counted = sorted(counted, key=lambda row: (row.code == UNKNOWN, order.get(row.code, 0)))
    rows = [
        {
            "name": names.get(row.code) or class_name(dimension, row.code),
            "tone": tone(row.code),
            "url": reverse("classes:one", args=[dimension, row.code]),
            "customers": row.customers,
            "share": row.customers / whole,
            "margin": row.margin,
            "width": round(row.customers / most * 100, 1),
            "is_unknown": row.code == UNKNOWN,
        }
        for row in counted
    ]
    return {
        "code": dimension,
        "name": DIMENSION_NAMES[dimension],
        "rows": rows[:AT_FIRST],
        "more": rows[AT_FIRST:],
    }
