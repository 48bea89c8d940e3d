"""The drawer that says why, and setting a class by hand."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.classes.domain.dimensions import DIMENSIONS, LONGEST_OVERRIDE_DAYS
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.names import DIMENSION_NAMES, tone
from tuanke.classes.selectors.options import class_options, shown_class
from tuanke.classes.selectors.wording import explain
from tuanke.classes.services import overrides
from tuanke.customers.selectors.customers import get_customer
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404
from tuanke.ui.typed import typed_day


@needs(Permission.CUSTOMERS_VIEW)
def why(request: HttpRequest, uid: uuid.UUID, dimension: str) -> HttpResponse:
    """The drawer: why this customer is in this class."""
    return _drawer(request, _customer(request, uid), dimension)


@needs(Permission.CLASSES_OVERRIDE)
@require_POST
def override(request: HttpRequest, uid: uuid.UUID, dimension: str) -> HttpResponse:
    customer = _customer(request, uid, Permission.CLASSES_OVERRIDE)
    typed = {name: request.POST.get(name, "") for name in ("class_code", "reason", "expires_on")}
    try:
        overrides.override(
            customer_id=customer.pk,
            dimension=dimension,
            class_code=typed["class_code"],
            reason=typed["reason"],
            expires_on=typed_day(typed["expires_on"]) or date.min,  # what is no day is out of range
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except overrides.OverrideRefusedError as refusal:
        return _drawer(request, customer, dimension, error=_refusal(refusal.code), typed=typed)
    return _drawer(request, customer, dimension)


@needs(Permission.CLASSES_OVERRIDE)
@require_POST
def take_back(request: HttpRequest, uid: uuid.UUID, dimension: str) -> HttpResponse:
    customer = _customer(request, uid, Permission.CLASSES_OVERRIDE)
    overrides.take_back(
        customer_id=customer.pk, dimension=dimension, by=viewer_of(request).staff_id, at=timezone.now()
    )
    return _drawer(request, customer, dimension)


def _customer(
    request: HttpRequest, uid: uuid.UUID, permission: Permission = Permission.CUSTOMERS_VIEW
) -> Any:
    return or_404(get_customer, viewer_of(request), uid, permission)


def _drawer(
    request: HttpRequest,
    customer: Any,
    dimension: str,
    *,
    error: str = "",
    typed: dict[str, str] | None = None,
) -> HttpResponse:
    held = classes.find_class(customer.pk)
    if dimension not in DIMENSIONS or held is None:
        raise Http404
    held.customer = customer
    viewer = viewer_of(request)
    code, today = getattr(held, dimension), timezone.localdate()
    is_drawer = bool(request.headers.get("HX-Request"))
    context = {
        "is_drawer": is_drawer,
        "customer": customer,
        "name": shown_name_of(customer, viewer),
        "dimension": dimension,
        "dimension_name": DIMENSION_NAMES[dimension],
        "class_name": shown_class(dimension, code),
        "tone": tone(code),
        "since": getattr(held, f"{dimension}_since"),
        "sentences": explain(held, dimension),
        "run": held.run,
        "override": classes.find_override(customer.pk, dimension),
        "options": list(class_options(dimension).items()),
        "typed": typed or {"expires_on": (today + timedelta(days=90)).isoformat()},
        "earliest": today + timedelta(days=1),
        "latest": today + timedelta(days=LONGEST_OVERRIDE_DAYS),
        "error": error,
        "may_override": viewer.may(Permission.CLASSES_OVERRIDE),
        "url": reverse("classes:override", args=[customer.uid, dimension]),
    }
    return render(request, "classes/_why.html" if is_drawer else "classes/why.html", context)


def _refusal(code: str) -> str:
    return {
        "unknown_class": _("Choose a class."),
        "reason_missing": _("Give a reason: whoever sees this class later will ask."),
        "expiry_out_of_range": _("Choose a day within the next year."),
    }[code]
