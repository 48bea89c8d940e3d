"""Two customers side by side, made one, and taken back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tuanke.customers.domain.survivorship import ChoiceError
from tuanke.customers.models import Customer, MergeOperation
from tuanke.customers.selectors import merging as reads
from tuanke.customers.selectors.customers import list_customers, search, with_numbers
from tuanke.customers.selectors.duplicates import find_candidate
from tuanke.customers.services.merging import merging, undoing
from tuanke.customers.services.merging.staying import count_later
from tuanke.customers.web import comparing
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.weights import arguments
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404

FOUND = 20


@needs(Permission.CUSTOMERS_EDIT)
def merge_with(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Look for the other one; and the merges there have been."""
    customer, viewer, text = customer_or_404(request, uid), viewer_of(request), request.GET.get("who", "")
    others = (
        list_customers(viewer, Permission.CUSTOMERS_EDIT).filter(kind=customer.kind).exclude(pk=customer.pk)
    )
    alike = search(others, text, viewer).prefetch_related(with_numbers()).order_by("sort_name", "pk")
    found = alike[:FOUND] if text.strip() else []
    asked = [(name, value) for name, values in request.GET.lists() if name != "who" for value in values]
    context = {
        "customer": customer,
        "who": text,
        "asked": asked,
        "found": found,
        "merges": reads.list_merges(customer),
    }
    return render(request, "customers/merge_with.html", context)


@needs(Permission.CUSTOMERS_EDIT)
def compare(request: HttpRequest, uid: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """The first one of the address stays. A GET shows what would be, a POST does it."""
    customers = [customer_or_404(request, uid), customer_or_404(request, other)]
    if request.method == "POST":
        return _merge(request, customers)
    return _show(request, customers)


def _merge(request: HttpRequest, customers: list[Customer]) -> HttpResponse:
    survivor, loser = customers
    try:
        merging.merge(
            survivor=survivor,
            losers=[loser],
            choices=_choices(request, customers),
            reason=request.POST.get("reason", "")[:300],
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except merging.MergeError as error:
        return _show(request, customers, error=comparing.ERRORS[error.code])
    except ChoiceError:
        return _show(request, customers, error=_("Choose from what is shown."))
    messages.success(request, _("They are one customer now. This can be taken back for 180 days."))
    return back_to("console:customer", survivor.uid, request)


def _choices(request: HttpRequest, customers: list[Customer]) -> dict[str, int]:
    """Field → id, where somebody wanted it otherwise than proposed. Raises ChoiceError."""
    proposed = reads.preview(customers, {}).outcomes
    sent = {
        name.removeprefix("keep-"): value for name, value in request.POST.items() if name.startswith("keep-")
    }
    try:
        chosen = {name: int(str(value)) for name, value in sent.items()}
    except ValueError:
        raise ChoiceError from None
    return {name: pk for name, pk in chosen.items() if name not in proposed or proposed[name].origin != pk}


def _show(request: HttpRequest, customers: list[Customer], **more: Any) -> HttpResponse:
    survivor, loser = customers
    if survivor.pk == loser.pk or survivor.kind != loser.kind:
        code = "one_customer" if survivor.pk == loser.pk else "kind_mismatch"
        messages.error(request, str(comparing.ERRORS[code]))
        return back_to("customers:merge_with", survivor.uid, request)
    preview = reads.preview(customers, {})
    candidate = find_candidate(survivor.pk, loser.pk)
    context = {
        "survivor": survivor,
        "loser": loser,
        "lines": comparing.lines(customers, preview),
        "counts": comparing.counted(preview),
        "conflicts": [comparing.CONFLICTS[code] for code in preview.conflicts],
        "arguments": arguments(candidate.weights) if candidate else [],
        "candidate": candidate,
    }
    return render(request, "customers/compare.html", context | more)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def unmerge(request: HttpRequest, uid: uuid.UUID, operation: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    found = or_404(MergeOperation.objects.get, uid=operation, survivor=customer)
    since = comparing.later(count_later(found))
    try:
        conflicts = undoing.undo(operation=found, by=viewer_of(request).staff_id, at=timezone.now())
    except merging.MergeError as error:
        messages.error(request, str(comparing.ERRORS[error.code]))
        return back_to("customers:merge_with", customer.uid, request)
    messages.success(request, _("Taken back: they are customers of their own again."))
    if since:
        messages.info(request, _("This came since and stays here: %(what)s.") % {"what": since})
    if conflicts:
        kept = ngettext(
            "%(count)s value was changed since and stayed as it is.",
            "%(count)s values were changed since and stayed as they are.",
            len(conflicts),
        )
        messages.warning(request, kept % {"count": len(conflicts)})
    return back_to("console:customer", customer.uid, request)
