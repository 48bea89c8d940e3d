from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.classes.domain.dimensions import DIMENSIONS, OPEN, may_be_class
from tuanke.classes.selectors.changes import Changed, list_most_at_stake, read_came, read_went
from tuanke.classes.selectors.classes import count_by_class
from tuanke.classes.selectors.definitions import definition
from tuanke.classes.selectors.names import DIMENSION_NAMES, tone
from tuanke.classes.selectors.options import class_options, shown_class
from tuanke.classes.web.people import changed_line, line
from tuanke.facts.selectors.reports import read_margin_basis
from tuanke.facts.selectors.scores import latest_run
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of

DAYS = 30


@needs(Permission.CUSTOMERS_VIEW)
def one_class(request: HttpRequest, dimension: str, code: str) -> HttpResponse:
    """What the class means, who is in it, who came and went."""
    viewer, run = viewer_of(request), latest_run()
    if run is None or dimension not in DIMENSIONS or not may_be_class(dimension, code):
        raise Http404
    counts = count_by_class(dimension, viewer)
    if dimension in OPEN and code not in counts and code not in class_options(dimension):
        raise Http404
    since = run.as_of - timedelta(days=DAYS)
    nobody = {"customers": 0, "margin": 0, "stake": 0}
    context = {
        "dimension": dimension,
        "code": code,
        "dimension_name": DIMENSION_NAMES[dimension],
        "class_name": shown_class(dimension, code),
        "tone": tone(code),
        "definition": definition(dimension, code, run.parameters),
        "run": run,
        "counts": counts.get(code, nobody),
        "share": counts.get(code, nobody)["customers"]
        / (sum(row["customers"] for row in counts.values()) or 1),
        "margin_basis": read_margin_basis(),
        "since": since,
        "came": _changed(read_came(viewer, dimension, code, since=since), viewer),
        "went": _changed(read_went(viewer, dimension, code, since=since), viewer),
        "top": [line(held, viewer) for held in list_most_at_stake(viewer, dimension, code)],
    }
    return render(request, "classes/one.html", context)


def _changed(changed: Changed, viewer: Viewer) -> dict[str, Any]:
    return {"count": changed.count, "lines": [changed_line(change, viewer) for change in changed.newest]}
