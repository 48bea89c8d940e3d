import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuanke.platform.accounts.domain.access import Access, declared
from tuanke.platform.accounts.models import Staff
from tuanke.platform.audit.services import trail

logger = logging.getLogger(__name__)


class PermissionMiddleware:
    """Nobody opens a page that did not say who may; `request.viewer` is who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Staff):
            request.viewer = request.user.viewer  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else None
        access = declared(view, name)
        if access is None:
            logger.error("the page %s declares no access", name)
            return _refuse(request, name)
        if access.anyone:
            return None
        if not isinstance(request.user, Staff):
            return _sign_in(request)
        return None if _allows(access, request.user) else _refuse(request, name)


def _allows(access: Access, staff: Staff) -> bool:
    return access.permission is None or staff.viewer.may(access.permission)


def _sign_in(request: HttpRequest) -> HttpResponse:
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request"):  # a fragment would land inside the page; send the browser instead
        return HttpResponse(status=204, headers={"HX-Redirect": response.url})
    return response


def _refuse(request: HttpRequest, name: str | None) -> HttpResponse:
    with transaction.atomic():
        trail.record(
            action="access.denied",
            at=timezone.now(),
            by=request.user.pk,
            target=("page", name or request.path[:60]),
            changes={"address": request.META.get("REMOTE_ADDR", "")},
        )
    return render(request, "accounts/refused.html", status=403)
