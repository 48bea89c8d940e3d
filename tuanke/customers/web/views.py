import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import ContactPoint, Customer
from tuanke.customers.selectors import customers as archive
from tuanke.customers.services import contacts, customers
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.accounts.selectors.viewer import viewer_of


@needs(Permission.CONTACTS_REVEAL)
@require_POST
def reveal(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = _get(request, uid, Permission.CONTACTS_REVEAL)
    try:
        point = archive.get_contact_point(customer, pk)
    except ContactPoint.DoesNotExist:
        raise Http404 from None
    value = contacts.reveal(contact_point=point, by=viewer_of(request).staff_id, at=timezone.now())
    return HttpResponse(format_html('<a href="tel:{}">{}</a>', value, value))


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def assign_owner(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = _get(request, uid, Permission.CUSTOMERS_EDIT)
    chosen = request.POST.get("owner", "")
    owner = list_staff().filter(pk=chosen, is_active=True).first() if chosen.isdigit() else None
    customers.assign_owner(
        customer=customer,
        owner_id=owner.pk if owner else None,
        by=viewer_of(request).staff_id,
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return redirect("console:customer", uid=customer.uid)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def write_note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = _get(request, uid, Permission.CUSTOMERS_EDIT)
    note, version = request.POST.get("note", ""), request.POST.get("version", "")
    try:
        customers.write_note(
            customer=customer,
            note=note,
            version=int(version) if version.isdigit() else 0,
            by=viewer_of(request).staff_id,
            at=timezone.now(),
        )
        messages.success(request, _("Saved."))
    except customers.StaleVersionError:
        # What was typed is shown back, so that nothing is lost.
        messages.error(
            request,
            _("Somebody else changed this customer meanwhile. Your note was not saved: %(note)s")
            % {"note": note},
        )
    return redirect("console:customer", uid=customer.uid)


def _get(request: HttpRequest, uid: uuid.UUID, permission: Permission) -> Customer:
    try:
        return archive.get_customer(viewer_of(request), uid, permission)
    except Customer.DoesNotExist:
        raise Http404 from None
