import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import ContactPoint, Customer
from tuanke.customers.selectors import customers as archive
from tuanke.customers.services import contacts
from tuanke.customers.services.taken import TakenError
from tuanke.customers.web.forms.panels import ContactForm
from tuanke.customers.web.holders import holder_for
from tuanke.customers.web.views.archive import show_archive
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.wording import TAKEN
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404


@needs(Permission.CONTACTS_REVEAL)
@require_POST
def reveal(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid, Permission.CONTACTS_REVEAL)
    point = _point(customer, pk)
    value = contacts.reveal(contact_point=point, by=viewer_of(request).staff_id, at=timezone.now())
    if point.type in {ContactPoint.Type.MOBILE, ContactPoint.Type.LANDLINE}:
        return HttpResponse(format_html('<a href="tel:{}">{}</a>', value, value))
    if point.type == ContactPoint.Type.EMAIL:
        return HttpResponse(format_html('<a href="mailto:{}">{}</a>', value, value))
    return HttpResponse(format_html("{}", value))


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def add(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = ContactForm(request.POST)
    if not form.is_valid():
        return show_archive(request, customer, contact_form=form)
    try:
        contacts.add_contact(
            customer=customer,
            identifier=form.cleaned_data["identifier"],
            label=form.cleaned_data["label"],
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
    except TakenError as taken:
        form.add_error("value", TAKEN[taken.field])
        holder = holder_for(viewer_of(request), taken)
        return show_archive(request, customer, contact_form=form, holder=holder)
    messages.success(request, _("Saved."))
    return back_to("customers:archive", customer.uid, request)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def change(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    """One of the buttons beside a contact."""
    customer = customer_or_404(request, uid)
    point, by, at = _point(customer, pk), viewer_of(request).staff_id, timezone.now()
    wanted = request.POST.get("do")
    if wanted == "primary":
        contacts.make_primary(contact_point=point, by=by, at=at)
    elif wanted == "verified":
        contacts.set_verified(contact_point=point, by=by, at=at)
    elif wanted in {"invalid", "valid"}:
        contacts.set_invalid(contact_point=point, invalid=wanted == "invalid", by=by, at=at)
    elif wanted == "end":
        contacts.end_contact(contact_point=point, by=by, at=at)
    return back_to("customers:archive", customer.uid, request)


def _point(customer: Customer, pk: int) -> ContactPoint:
    return or_404(archive.get_contact_point, customer, pk)
