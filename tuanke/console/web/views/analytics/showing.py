"""What every analytics page has in common: its place among the others, the day of its figures, nothing to show yet."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tuanke.console.web.analytics_tabs import TABS, Tab
from tuanke.facts.selectors import reports, scores
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of

Found = dict[str, Any]


def show(
    request: HttpRequest, template: str, names: tuple[str, ...], build: Callable[[Found], Found]
) -> HttpResponse:
    """The page of these reports; `build` gets their contents and gives what the template needs besides."""
    found = reports.read_reports("repurchase", "margin_basis", *names)
    is_known = "repurchase" in found and bool(found["repurchase"]["customers"])
    viewer = viewer_of(request)
    context: Found = {
        "run": scores.latest_run(),
        "tabs": [(tab.label, reverse(tab.url_name), _is_here(request, tab)) for tab in TABS],
        "is_known": is_known and all(name in found for name in names),
        "may_see_moves": viewer.may(Permission.CUSTOMERS_VIEW),
    }
    if context["is_known"]:
        basis = reports.basis_in_words(found["margin_basis"])
        context |= {"margin_basis": basis, **build(found)}
    return render(request, f"console/analytics/{template}.html", context)


def _is_here(request: HttpRequest, tab: Tab) -> bool:
    match = request.resolver_match
    return match is not None and match.view_name == tab.url_name
