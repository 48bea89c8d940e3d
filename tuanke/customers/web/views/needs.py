"""The shop's list of needs, and what one customer said."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import Need
from tuanke.customers.selectors.needs import find_word, get_stated, list_words
from tuanke.customers.services import needs as services
from tuanke.customers.web.views.archive import show_archive
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.wording import NEEDS
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404


@needs(Permission.FIELDS_DEFINE)
def word_list(request: HttpRequest) -> HttpResponse:
    context = {"words": list_words(), "kinds": Need.Kind.choices}
    if request.method != "POST":
        return render(request, "customers/need_list.html", context)
    by, at, name = viewer_of(request).staff_id, timezone.now(), request.POST.get("name", "")
    try:
        services.add_word(name=name, kind=request.POST.get("kind", ""), by=by, at=at)
    except services.NeedError as error:
        return render(
            request, "customers/need_list.html", {**context, "error": NEEDS[error.code], "typed": name}
        )
    except ValueError:  # a kind that is not on the page
        raise Http404 from None
    return _done(request, "customers:needs")


@needs(Permission.FIELDS_DEFINE)
@require_POST
def change_word(request: HttpRequest, code: str) -> HttpResponse:
    """Call it otherwise, put it away or bring it back."""
    word = find_word(code)
    if word is None:
        raise Http404
    by, at = viewer_of(request).staff_id, timezone.now()
    if "name" not in request.POST:
        services.set_word_archived(word=word, archived=word.archived_at is None, by=by, at=at)
        return _done(request, "customers:needs")
    try:
        services.rename_word(word=word, name=request.POST["name"], by=by, at=at)
    except services.NeedError as error:
        messages.error(request, NEEDS[error.code])
        return redirect("customers:needs")
    return _done(request, "customers:needs")


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    code, note = request.POST.get("need", ""), request.POST.get("note", "")
    by, at = viewer_of(request).staff_id, timezone.now()
    try:
        services.state_need(customer=customer, code=code, note=note, by=by, at=at)
    except services.NeedError as error:
        return show_archive(request, customer, need_error=NEEDS[error.code], typed_need_note=note)
    messages.success(request, _("Saved."))
    return back_to("customers:archive", uid, request)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def withdraw(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    stated = or_404(get_stated, customer, pk)
    services.withdraw_need(stated=stated, by=viewer_of(request).staff_id, at=timezone.now())
    messages.success(request, _("Saved."))
    return back_to("customers:archive", uid, request)


def _done(request: HttpRequest, page: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(page)
