"""The command palette: go to a page, to a customer, or do something."""

from typing import Any

from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tuanke.console.web.navigation import pages_for
from tuanke.console.web.persons import Person
from tuanke.customers.domain.search_terms import search_terms
from tuanke.customers.selectors import customers as archive
from tuanke.platform.accounts.domain.access import SIGNED_IN, open_to
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of

MOST = 8


@open_to(SIGNED_IN)
def search(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    text = request.GET.get("q", "").strip()[:80]
    context = {"text": text, "places": _places(viewer, text), "people": _people(viewer, text)}
    return render(request, "console/_search_results.html", context)


def _places(viewer: Viewer, text: str) -> list[dict[str, Any]]:
    """Pages and actions whose name, pinyin or initials the text begins."""
    places = [{"label": str(page.label), "url": reverse(page.url_name)} for page in pages_for(viewer)]
    if viewer.may(Permission.IMPORTS_RUN):
        places.append({"label": _("Import a file"), "url": reverse("imports:new")})
    if viewer.may(Permission.STAFF_MANAGE):
        places.append({"label": _("Add a person to the staff"), "url": reverse("accounts:staff_new")})
    folded = text.lower()
    return [
        place
        for place in places
        if folded in place["label"].lower()
        or any(term.startswith(folded) for term in search_terms(place["label"]))
    ][:MOST]


def _people(viewer: Viewer, text: str) -> list[Person]:
    if not text or not viewer.may(Permission.CUSTOMERS_VIEW):
        return []
    rows = archive.search(archive.list_customers(viewer), text, viewer)
    # The shortest name is the nearest to what was typed; and no index in this order tempts the planner to walk it.
    nearest = rows.order_by(Length("display_name"), "sort_name", "pk")[:MOST]
    return [Person(customer, viewer) for customer in nearest]
