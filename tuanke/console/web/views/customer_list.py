import json
import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.console.selectors import measured_filters
from tuanke.console.selectors.customer_columns import Column
from tuanke.console.selectors.customer_list import CustomerList
from tuanke.console.web.asked_list import LIST, open_view, under_view
from tuanke.console.web.customer_form import chips, first_filters, more_filters
from tuanke.console.web.customer_rows import address, heads, lines
from tuanke.customers.selectors.bulk import get_bulk_change, is_undoable
from tuanke.facts.selectors import scores
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.selectors.views import list_views, may_change, may_share
from tuanke.ui.paging import page_in
from tuanke.ui.typed import typed_uid

KEPT = (
    "sort",
    "segment",
    "view",
    *measured_filters.NAMES,
)  # what the form takes along although nobody types it


@needs(Permission.CUSTOMERS_VIEW)
def customer_list(request: HttpRequest) -> HttpResponse:
    views = list(list_views(viewer_of(request), LIST))
    view = open_view(views, request.GET)
    listed = under_view(request, request.GET, view)
    context = {**_context(request, listed), **_views(request, views, view)}
    response = render(request, "console/customer_list.html", context)
    if request.headers.get("HX-Request"):
        response["HX-Push-Url"] = request.path + address(request.GET)  # without the fields left empty
    return response


def _context(request: HttpRequest, listed: CustomerList) -> dict[str, Any]:
    may_change = listed.viewer.may(Permission.CUSTOMERS_EDIT)
    page = page_in(listed.in_order, listed.count, request)
    return {
        "page": page,
        "heads": heads(listed, request.GET),
        "lines": lines(listed, page, timezone.localdate(), with_ticks=may_change),
        "chips": chips(listed, request.GET),
        "filters": first_filters(listed, request.GET),
        "more": more_filters(listed, request.GET),
        "kept": [(name, request.GET[name]) for name in KEPT if request.GET.get(name)],
        "listed": listed,
        "shown": " ".join(str(customer.uid) for customer in page.rows),
        "pickable": _pickable(listed),
        "query": address(request.GET, done=None, removed=None).removeprefix("?"),
        **_done(request, listed.viewer),
        "run": scores.latest_run(),
        "may_add": listed.viewer.may(Permission.CUSTOMERS_EDIT),
        "may_change": may_change,
        "may_export": listed.viewer.may(Permission.CUSTOMERS_EXPORT),
        "may_reveal": listed.viewer.may(Permission.CONTACTS_REVEAL),
        "may_import": listed.viewer.may(Permission.IMPORTS_RUN),
        "rule": _rule(request.GET) if listed.viewer.may(Permission.SEGMENTS_EDIT) else "",
    }


def _views(request: HttpRequest, views: Sequence[Any], view: Any) -> dict[str, Any]:
    viewer = viewer_of(request)
    return {
        "views": views,
        "open_view": view,
        "may_change_view": view is not None and may_change(viewer, view),
        "may_share_views": may_share(viewer),
        "removed": typed_uid(request.GET.get("removed", "")),
    }


def _done(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """The change to many that led here, to say how many it changed and to offer its undoing."""
    try:
        change = get_bulk_change(uuid.UUID(request.GET["done"]), by=viewer.staff_id)
    except (KeyError, ValueError, ObjectDoesNotExist):
        return {}
    return {"done": change, "done_is_undoable": is_undoable(change, at=timezone.now())}


def _pickable(listed: CustomerList) -> list[tuple[Column, bool]]:
    """Every column with whether it is shown, those shown first in their order."""
    rest = [column for column in listed.offered.values() if column not in listed.columns]
    return [(column, True) for column in listed.columns] + [(column, False) for column in rest]


def _rule(query: QueryDict) -> str:
    """The chosen filters as a rule, ready to be saved; empty when nothing is chosen that a rule can hold."""
    chosen = {f"class.{dimension}": query.get(dimension) for dimension in DIMENSIONS}
    chosen["kind"] = query.get("kind")
    leaves = [{"attr": name, "op": "eq", "value": value} for name, value in chosen.items() if value]
    return json.dumps({"all": leaves}) if leaves else ""
