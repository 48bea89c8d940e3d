"""Where the classes of a dimension begin: the shop's own choice, and what it would change before it is adopted."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.classes.selectors.would_be import count_would_be
from tuanke.classes.web.threshold_form import NAMES, refusal, typed_choice, values_of
from tuanke.classes.web.would_be_table import would_be_tables
from tuanke.facts.domain.thresholds import CUTS, FEWEST_BUYERS, Choice, ThresholdError, check
from tuanke.facts.selectors.scores import latest_run
from tuanke.facts.selectors.thresholds import chosen_thresholds, find_set, list_sets
from tuanke.facts.services import thresholds as services
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of


@needs(Permission.SHOP_MANAGE)
def thresholds(request: HttpRequest, dimension: str) -> HttpResponse:
    """The page, the preview (POST) and the adoption (POST with `adopt`)."""
    run = latest_run()
    if dimension not in CUTS:
        raise Http404
    context = _context(dimension, run)
    if request.method != "POST" or run is None:
        values = values_of(dimension, find_set(dimension), run)
        return render(request, "classes/thresholds.html", {**context, "values": values})
    context["values"] = request.POST
    try:
        choice = typed_choice(dimension, request.POST)
        check(choice, buyers=run.parameters["buyers"])
        if "adopt" in request.POST:
            services.adopt(choice=choice, by=viewer_of(request).staff_id, at=timezone.now())
            messages.success(request, _("Adopted. Everybody is classified anew; that takes a minute."))
            return redirect("classes:thresholds", dimension)
    except ThresholdError as error:
        context["errors"] = {error.field: refusal(error)}
        return render(request, "classes/thresholds.html", context)
    return render(
        request, "classes/thresholds.html", {**context, **_preview(choice, run), "previewed": _typed(request)}
    )


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What is adopted is what was looked at, whatever stands in the fields by then."""
    return [(name, str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]


def _context(dimension: str, run: Any) -> dict[str, Any]:
    buyers = run.parameters["buyers"] if run else 0
    return {
        "run": run,
        "dimension": dimension,
        "dimensions": [(code, NAMES[code]) for code in CUTS],
        "has_mid": "mid" in CUTS[dimension],
        "is_money": dimension != "frequency",
        "buyers": buyers,
        "few": buyers < FEWEST_BUYERS,
        "fewest": FEWEST_BUYERS,
        "numbers": {part: run.parameters[name] for part, name in CUTS[dimension].items()} if run else {},
        "moved": [part for part, name in CUTS[dimension].items() if run and name in run.parameters["moved"]],
        "history": list_sets(dimension),
    }


def _preview(choice: Choice, run: Any) -> dict[str, Any]:
    from tuanke.facts.services.trying import try_out  # Ibis and DuckDB, when needed

    tried = try_out(chosen_thresholds().with_choice(choice), run)
    would_be = count_would_be(tried.parameters, tried.figures)
    return {
        "tables": would_be_tables(would_be, first=choice.dimension),
        "would": {part: getattr(tried.parameters, name) for part, name in CUTS[choice.dimension].items()},
    }
