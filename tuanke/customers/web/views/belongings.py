"""Small things on the archive page: days, tags, where the customer came from, invoice titles."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import Touch
from tuanke.customers.selectors import archive
from tuanke.customers.services import invoice_titles, life_events, tags, touches
from tuanke.customers.web.forms.panels import InvoiceTitleForm, LifeEventForm, TouchForm
from tuanke.customers.web.views.archive import show_archive
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.wording import TAGS
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def set_day(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = LifeEventForm(request.POST)
    if not form.is_valid():
        return show_archive(request, customer, day_form=form)
    try:
        life_events.set_life_event(
            customer=customer,
            kind=form.cleaned_data["kind"],
            name=form.cleaned_data["name"],
            day=form.cleaned_data["anniversary"],
            year=form.cleaned_data["year"],
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except ValueError:
        form.add_error("year", _("That year had no such day."))
        return show_archive(request, customer, day_form=form)
    return _done(request, uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def remove_day(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    row = or_404(archive.get_life_event, customer, pk)
    life_events.remove_life_event(life_event=row, by=viewer_of(request).staff_id, at=timezone.now())
    return _done(request, uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def add_tag(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    text = request.POST.get("tag", "")
    try:
        tags.add_tag(customer=customer, text=text, by=viewer_of(request).staff_id, at=timezone.now())
    except tags.TagError as error:
        return show_archive(request, customer, tag_error=TAGS[error.code], typed_tag=text)
    return _done(request, uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def remove_tag(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    row = or_404(archive.get_tagged, customer, pk)
    try:
        tags.remove_tag(tagged=row, by=viewer_of(request).staff_id, at=timezone.now())
    except tags.TagError as error:
        return show_archive(request, customer, tag_error=TAGS[error.code])
    return _done(request, uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def record_touch(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = TouchForm(request.POST)
    if not form.is_valid():
        return show_archive(request, customer, touch_form=form)
    values, by, at = form.cleaned_data, viewer_of(request).staff_id, timezone.now()
    if values["which"] == Touch.Which.LAST:
        touches.record_touch(customer=customer, values=values, occurred_at=at, by=by, at=at)
        return _done(request, uid)
    try:
        touches.override_first_touch(
            customer=customer, values=values, occurred_at=at, reason=values["reason"], by=by, at=at
        )
    except touches.FirstTouchError:
        form.add_error("reason", _("Say why: the first touch otherwise stays as it is."))
        return show_archive(request, customer, touch_form=form)
    return _done(request, uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def add_title(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = InvoiceTitleForm(request.POST)
    form.instance.customer = customer
    if not form.is_valid():
        return show_archive(request, customer, title_form=form)
    by, at = viewer_of(request).staff_id, timezone.now()
    invoice_titles.add_invoice_title(customer=customer, values=form.cleaned_data, by=by, at=at)
    return _done(request, uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def remove_title(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    row = or_404(archive.get_invoice_title, customer, pk)
    by, at = viewer_of(request).staff_id, timezone.now()
    invoice_titles.remove_invoice_title(invoice_title=row, by=by, at=at)
    return _done(request, uid)


def _done(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    messages.success(request, _("Saved."))
    return back_to("customers:archive", uid, request)
