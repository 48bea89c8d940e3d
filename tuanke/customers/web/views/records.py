import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.customers.models import Customer
from tuanke.customers.services import contacts, records
from tuanke.customers.services.customers import StaleVersionError
from tuanke.customers.services.taken import TakenError
from tuanke.customers.web.forms.custom import PREFIX
from tuanke.customers.web.forms.first_contacts import FIRST_CONTACTS, ask_for_contacts
from tuanke.customers.web.forms.record import FORMS, OrgForm, RecordForm
from tuanke.customers.web.holders import Holder, holder_for
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.wording import TAKEN, TAKEN_VALUE
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of


@needs(Permission.CUSTOMERS_EDIT)
def new_customer(request: HttpRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    form = FORMS.get(kind, FORMS["person"])(request.POST or None, viewer=viewer_of(request))
    ask_for_contacts(form)
    holder = None
    if request.method == "POST" and form.is_valid():
        try:
            customer = _add(request, form)
        except TakenError as taken:
            holder = _say_taken(request, form, taken)
        else:
            _mind_old_code(request, form)
            messages.success(request, _("%(name)s is in the archive.") % {"name": customer.display_name})
            return redirect("console:customer", uid=customer.uid)
    context = {"form": form, "holder": holder, "kind": form.kind, "kinds": Customer.Kind.choices}
    return render(request, "customers/record_form.html", context)


@needs(Permission.CUSTOMERS_EDIT)
def edit_customer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    form = FORMS[customer.kind](request.POST or None, viewer=viewer_of(request), customer=customer)
    holder, is_stale = None, False
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, customer, form)
        except StaleVersionError:
            customer.refresh_from_db()
            form, is_stale = form.over(customer), True
        except TakenError as taken:
            holder = _say_taken(request, form, taken)
        except records.ParentError:
            form.add_error("parent", _("An organisation cannot belong to itself."))
        else:
            _mind_old_code(request, form)
            messages.success(request, _("Saved."))
            return back_to("console:customer", customer.uid, request)
    context = {"form": form, "holder": holder, "customer": customer, "is_stale": is_stale}
    return render(request, "customers/record_form.html", context)


@transaction.atomic
def _add(request: HttpRequest, form: RecordForm) -> Customer:
    by, at = viewer_of(request).staff_id, timezone.now()
    customer = records.add_customer(
        kind=form.kind, values=form.values(), custom=form.custom_values(), by=by, at=at
    )
    for name in FIRST_CONTACTS:
        identifier = form.cleaned_data[name]
        if identifier is not None:
            contacts.add_contact(customer=customer, identifier=identifier, label="", by=by, at=at)
    return customer


def _change(request: HttpRequest, customer: Customer, form: RecordForm) -> None:
    records.change_customer(
        customer=customer,
        values=form.values(),
        custom=form.custom_values(),
        version=form.cleaned_data["version"] or 0,
        by=viewer_of(request).staff_id,
        at=timezone.now(),
    )


def _say_taken(request: HttpRequest, form: RecordForm, taken: TakenError) -> Holder:
    field = taken.field if taken.field in form.fields else PREFIX + taken.field
    form.add_error(field, TAKEN.get(taken.field, TAKEN_VALUE))
    return holder_for(viewer_of(request), taken)


def _mind_old_code(request: HttpRequest, form: RecordForm) -> None:
    """An old number has no check digit, so nobody can say whether it was typed right."""
    if isinstance(form, OrgForm) and form.is_old_code:
        messages.warning(
            request, _("This is an old registration number: ask for the new code of 18 characters.")
        )
