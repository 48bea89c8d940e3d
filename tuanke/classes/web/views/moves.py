"""The migration matrix and the people behind one of its cells."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors.changes import first_change_on
from tuanke.classes.selectors.classes import list_held
from tuanke.classes.selectors.moves import Asked, Movers, count_moves
from tuanke.classes.selectors.names import DIMENSION_NAMES
from tuanke.classes.selectors.wording import causes
from tuanke.classes.web.matrix import matrix, shown_end
from tuanke.classes.web.people import line
from tuanke.facts.selectors.scores import latest_run
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.paging import COUNT_LIMIT, page_in
from tuanke.ui.typed import typed_day

USUAL_DAYS = 30


@needs(Permission.CUSTOMERS_VIEW)
def moves(request: HttpRequest) -> HttpResponse:
    run = latest_run()
    context: dict[str, Any] = {"run": run, "dimensions": DIMENSION_NAMES.items(), "causes": causes().items()}
    if run is not None:
        asked, error = _asked(request, run.as_of)
        context |= {"asked": asked, "error": error, "since": first_change_on()}
        if not error:
            everybody = count_moves(Asked(asked.viewer, asked.dimension, asked.start, asked.end))
            moved = count_moves(asked) if asked.cause else everybody
            context |= matrix(asked, moved, everybody, request.GET)
    return render(request, "classes/moves.html", context)


@needs(Permission.CUSTOMERS_VIEW)
def movers(request: HttpRequest) -> HttpResponse:
    """Those in one cell, the most at stake first."""
    run = latest_run()
    if run is None:
        raise Http404
    asked, error = _asked(request, run.as_of)
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    if error or not before or not after:
        raise Http404
    cells = [cell for cell in count_moves(asked) if (cell.before, cell.after) == (before, after)]
    count = cells[0].customers if cells else 0
    page = page_in(Movers(asked, before, after), min(count, COUNT_LIMIT + 1), request)
    held = list_held(asked.viewer, page.rows)
    context = {
        "asked": asked,
        "page": page,
        "count": count,
        "dimension_name": DIMENSION_NAMES[asked.dimension],
        "before": shown_end(asked.dimension, before),
        "after": shown_end(asked.dimension, after),
        "lines": [line(row, asked.viewer) for row in held],
        "back": _matrix_address(request),
    }
    return render(request, "classes/movers.html", context)


def _asked(request: HttpRequest, as_of: date) -> tuple[Asked, str]:
    """What the address asks for, and what is wrong with it."""
    dimension, cause = request.GET.get("dimension", "value"), request.GET.get("cause", "")
    if dimension not in DIMENSIONS:
        raise Http404
    start = _day(request, "from", as_of - timedelta(days=USUAL_DAYS))
    end = _day(request, "to", as_of)
    asked = Asked(
        viewer_of(request), dimension, start or as_of, end or as_of, cause if cause in causes() else ""
    )
    if start is None or end is None:
        return asked, _("Give two days, such as 2026-06-30.")
    return asked, "" if start < end else _("The first day must be before the second one.")


def _day(request: HttpRequest, name: str, usual: date) -> date | None:
    """None for what is no day."""
    typed = request.GET.get(name, "")
    return typed_day(typed) if typed else usual


def _matrix_address(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("before", "after", "page"):
        query.pop(name, None)
    return f"?{query.urlencode()}"
