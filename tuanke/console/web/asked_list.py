"""The customer list that the parameters of an address ask for."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone

from tuanke.console.selectors.customer_list import CustomerList, ask
from tuanke.console.web.customer_rows import address
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.selectors.views import list_views

LIST = "customers"  # its name among a person's preferences


def asked_list(request: HttpRequest, query: QueryDict) -> CustomerList:
    """The list as this person sees it under these parameters."""
    views = list(list_views(viewer_of(request), LIST)) if query.get("view") else []
    return under_view(request, query, open_view(views, query))


def under_view(request: HttpRequest, query: QueryDict, view: Any) -> CustomerList:
    """With the view's columns, else the person's own."""
    own = request.preference.columns.get(LIST, [])  # type: ignore[attr-defined]
    return ask(viewer_of(request), asked_values(query), view.columns if view else own, at=timezone.now())


def open_view(views: Sequence[Any], query: QueryDict) -> Any:
    return next((view for view in views if str(view.uid) == query.get("view")), None)


def asked_values(query: QueryDict) -> dict[str, str]:
    """The parameters, of each the last value."""
    return {name: str(query[name]) for name in query}


def list_address(query: str) -> str:
    """The list under these parameters, as a form sent them along."""
    return reverse("console:customers") + address(QueryDict(query[:2000]))
