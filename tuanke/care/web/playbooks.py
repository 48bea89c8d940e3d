"""How to treat whom: the list of playbooks, one to change, and the advice other pages show."""

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.care.selectors import playbooks as selectors
from tuanke.care.services import playbooks as services
from tuanke.customers.selectors.customers import get_customer
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.selectors.segments import get_segment
from tuanke.ui.found import or_404


@needs(Permission.CUSTOMERS_VIEW)
def playbook_list(request: HttpRequest) -> HttpResponse:
    context = {
        "classes": selectors.list_for_classes(),
        "segments": selectors.list_for_segments(),
        "segments_without": selectors.list_segments_without(),
        "may_edit": viewer_of(request).may(Permission.SEGMENTS_EDIT),
    }
    return render(request, "care/playbook_list.html", context)


@needs(Permission.SEGMENTS_EDIT)
def edit_class(request: HttpRequest, dimension: str, code: str) -> HttpResponse:
    write = partial(services.write_for_class, dimension=dimension, class_code=code)
    return _edit(request, _class_or_404(dimension, code), write)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def restore_class(request: HttpRequest, dimension: str, code: str) -> HttpResponse:
    _class_or_404(dimension, code)
    by, at = viewer_of(request).staff_id, timezone.now()
    services.restore_class(dimension=dimension, class_code=code, by=by, at=at)
    return _done(request)


@needs(Permission.SEGMENTS_EDIT)
def edit_segment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    segment = or_404(get_segment, uid)
    write = partial(services.write_for_segment, segment_id=segment.pk)
    return _edit(request, selectors.get_for_segment(segment), write)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def remove_from_segment(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    by, at = viewer_of(request).staff_id, timezone.now()
    services.remove_from_segment(segment_id=or_404(get_segment, uid).pk, by=by, at=at)
    return _done(request)


@needs(Permission.CUSTOMERS_VIEW)
def for_class(request: HttpRequest, dimension: str, code: str) -> HttpResponse:
    """The card on a class's page."""
    return _card(request, [_class_or_404(dimension, code)])


@needs(Permission.CUSTOMERS_VIEW)
def for_customer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The card on a customer's page."""
    customer = or_404(get_customer, viewer_of(request), uid)
    return _card(request, selectors.list_for_customer(customer.pk))


def _card(request: HttpRequest, advice: list[selectors.Advice]) -> HttpResponse:
    may_edit = viewer_of(request).may(Permission.SEGMENTS_EDIT)
    return render(request, "care/_advice.html", {"advice": advice, "may_edit": may_edit})


def _edit(request: HttpRequest, advice: selectors.Advice, write: Callable[..., None]) -> HttpResponse:
    context: dict[str, Any] = {"advice": advice, "typed": advice.words, "longest": services.LONGEST}
    if request.method != "POST":
        return render(request, "care/playbook_form.html", context)
    words = services.Words(*(request.POST.get(name, "") for name in ("offer", "content", "service")))
    try:
        write(words=words, by=viewer_of(request).staff_id, at=timezone.now())
    except services.PlaybookError as error:
        context |= {"typed": words, "error": _refusal(error.code)}
        return render(request, "care/playbook_form.html", context)
    return _done(request)


def _refusal(code: str) -> str:
    if code == "blank":
        return _("Say something in one of the three, or go back to the shipped words.")
    return _("No more than %(n)s characters each.") % {"n": services.LONGEST}


def _class_or_404(dimension: str, code: str) -> selectors.Advice:
    try:
        return selectors.get_for_class(dimension, code)
    except KeyError:
        raise Http404 from None


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("care:playbooks")
