"""Segments seen from one customer: in which they are and why, and why not in another."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.selectors.customers import get_customer
from tuanke.kit.rules import RuleError
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.models import Segment
from tuanke.segments.selectors.members import list_held
from tuanke.segments.selectors.segments import get_rule, list_lists, list_segments
from tuanke.segments.selectors.why import explain, find_pin
from tuanke.segments.services import lists
from tuanke.segments.web.answers import tell
from tuanke.segments.web.found import asked_text, segment_or_404
from tuanke.segments.web.people import listed
from tuanke.ui.found import or_404
from tuanke.ui.typed import typed_uid


@needs(Permission.CUSTOMERS_VIEW)
def card(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """On the customer's page, asked for after it."""
    viewer, customer = viewer_of(request), _customer(request, uid)
    held = list(list_held(customer.pk))
    inside = [row.segment_id for row in held]
    context = {
        "customer": customer,
        "held": held,
        "others": list_segments().filter(kind=Segment.Kind.DYNAMIC).exclude(pk__in=inside),
        "lists": list_lists().exclude(pk__in=inside),
        "may_edit": viewer.may(Permission.SEGMENTS_EDIT),
    }
    return render(request, "segments/_card.html", context)


@needs(Permission.CUSTOMERS_VIEW)
def why(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Why they are in a segment, or are not: in the drawer, or a page of its own; which one, the address says."""
    viewer, customer = viewer_of(request), _customer(request, uid)
    asked = request.GET.get("segment", "")
    if not asked:
        return _show(request, {"person": listed(customer, viewer), "others": list_segments()})
    segment = _named(asked)
    context = {
        "segment": segment,
        "person": listed(customer, viewer),
        "membership": list_held(customer.pk).filter(segment=segment).first(),
        "pin": find_pin(segment, customer.pk),
        "is_list": segment.kind == Segment.Kind.STATIC,
        "may_edit": viewer.may(Permission.SEGMENTS_EDIT),
        **_answer(segment, customer.pk, viewer),
    }
    return _show(request, context)


def _show(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    is_part = request.headers.get("HX-Request")
    return render(request, "segments/_why.html" if is_part else "segments/why.html", context)


@needs(Permission.SEGMENTS_EDIT)
@require_POST
def decide(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Put a customer into a segment or onto a list, keep them out, or let the rule decide again."""
    customer, segment = _customer(request, uid), _named(asked_text(request, "segment"))
    by, at, do = viewer_of(request).staff_id, timezone.now(), asked_text(request, "do")
    reason, ids = asked_text(request, "reason"), [customer.pk]
    is_list = segment.kind == Segment.Kind.STATIC
    try:
        if do == "undo" and not is_list:
            lists.unpin(segment=segment, customer_id=customer.pk, by=by, at=at)
        elif is_list:
            change = lists.put_in if do == "in" else lists.take_out
            change(segment=segment, customer_ids=ids, reason=reason, by=by, at=at)
        else:
            is_in = do == "in"
            lists.pin(segment=segment, customer_id=customer.pk, is_in=is_in, reason=reason, by=by, at=at)
    except lists.ReasonMissingError:
        messages.error(request, _("Say why: it is kept with the list."))
    else:
        messages.success(request, _("Saved."))
    if asked_text(request, "back") == "segment":
        return redirect("segments:one", uid=segment.uid)
    return redirect("console:customer", uid=uid)


def _answer(segment: Segment, customer_id: int, viewer: Viewer) -> dict[str, Any]:
    if segment.rule is None:
        return {}
    try:
        answer = explain(get_rule(segment), customer_id, at=timezone.now())
    except RuleError:
        return {"broken": True}
    return {"answer": tell(answer, viewer)} if answer else {}


def _customer(request: HttpRequest, uid: uuid.UUID) -> Any:
    return or_404(get_customer, viewer_of(request), uid)


def _named(text: str) -> Segment:
    uid = typed_uid(text)
    if uid is None:
        raise Http404
    return segment_or_404(uid)
