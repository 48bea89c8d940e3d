"""Saved views of the customer list: kept, renamed, brought up to date, removed, and that undone."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.console.web.asked_list import LIST, asked_list, list_address
from tuanke.console.web.customer_rows import address
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.selectors.views import get_changeable_view, may_share
from tuanke.platform.preferences.services import views
from tuanke.ui.found import or_404

NOT_KEPT = ("q", "page", "view", "done", "removed")  # a view says how to look, not whom to look for


@needs(Permission.CUSTOMERS_VIEW)
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    viewer, query = viewer_of(request), request.POST.get("query", "")
    try:
        saved = views.save_view(
            name=request.POST.get("name", ""),
            on=LIST,
            query=_kept(query),
            columns=_columns(request, query),
            is_shared="shared" in request.POST and may_share(viewer),
            by=viewer.staff_id,
            at=timezone.now(),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(list_address(query))
    return _open(saved)


@needs(Permission.CUSTOMERS_VIEW)
@require_POST
def change(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One of the buttons of an open view."""
    view, by, at = _view(request, uid), viewer_of(request).staff_id, timezone.now()
    do, query = request.POST.get("do"), request.POST.get("query", "")
    if do == "remove":
        views.remove_view(view=view, by=by, at=at)
        return redirect(list_address(f"removed={view.uid}"))
    if do == "update":
        view.query, columns = _kept(query), _columns(request, query)
        views.change_view(view=view, query=view.query, columns=columns, by=by, at=at)
        messages.success(request, _("The view shows this from now on."))
        return _open(view)
    try:
        views.rename_view(view=view, name=request.POST.get("name", ""), by=by, at=at)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(list_address(query))


@needs(Permission.CUSTOMERS_VIEW)
@require_POST
def restore(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    view = _view(request, uid, removed=True)
    try:
        views.restore_view(view=view, by=viewer_of(request).staff_id, at=timezone.now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("console:customers")
    return _open(view)


def _view(request: HttpRequest, uid: uuid.UUID, *, removed: bool = False) -> Any:
    return or_404(get_changeable_view, viewer_of(request), uid, removed=removed)


def _open(view: Any) -> HttpResponse:
    return redirect(list_address(f"{view.query}&view={view.uid}"))


def _kept(query: str) -> str:
    return address(QueryDict(query[:2000]), **dict.fromkeys(NOT_KEPT)).removeprefix("?")


def _columns(request: HttpRequest, query: str) -> list[str]:
    return [column.key for column in asked_list(request, QueryDict(query[:2000])).columns]
