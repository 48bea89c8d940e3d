import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.services import customers
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.typed import typed_integer


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def assign_owner(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    chosen = typed_integer(request.POST.get("owner", "")) or 0  # nobody's number
    owner = list_staff().filter(pk=chosen, is_active=True).first()
    customers.assign_owner(
        customer=customer,
        owner_id=owner.pk if owner else None,
        by=viewer_of(request).staff_id,
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return back_to("console:customer", customer.uid, request)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def write_note(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    note, version = request.POST.get("note", ""), request.POST.get("version", "")
    try:
        customers.write_note(
            customer=customer,
            note=note,
            version=typed_integer(version) or 0,
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
    return back_to("console:customer", customer.uid, request)
