import uuid

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tuanke.customers.models import Affiliation, Customer
from tuanke.customers.selectors import archive
from tuanke.customers.selectors.customers import is_within
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.customers.services import affiliations, contacts, records
from tuanke.customers.services.taken import TakenError
from tuanke.customers.web.forms.people import AffiliationForm, EmployerForm, PersonAtForm
from tuanke.customers.web.views.archive import show_archive
from tuanke.customers.web.views.one import back_to, customer_or_404
from tuanke.customers.web.wording import TAKEN
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.ui.found import or_404


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def add_person(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    _must_be(customer, Customer.Kind.ORG)
    form = PersonAtForm(request.POST)
    if form.is_valid():
        try:
            _add_person(request, customer, form)
        except TakenError as taken:
            form.add_error("mobile", TAKEN[taken.field])
        else:
            messages.success(request, _("Saved."))
            return back_to("customers:archive", customer.uid, request)
    return show_archive(request, customer, person_form=form)


@transaction.atomic
def _add_person(request: HttpRequest, organization: Customer, form: PersonAtForm) -> None:
    """Who has the number is linked, if the viewer may edit them; nobody is added twice. Raises TakenError."""
    by, at, values = viewer_of(request).staff_id, timezone.now(), form.cleaned_data
    added = {"display_name": values["name"]}
    try:
        with transaction.atomic():
            person = records.add_customer(kind=Customer.Kind.PERSON, values=added, custom={}, by=by, at=at)
            if values["mobile"]:
                contacts.add_contact(customer=person, identifier=values["mobile"], label="", by=by, at=at)
    except TakenError as taken:
        found = taken.holder
        if (
            found is None
            or found.kind != Customer.Kind.PERSON
            or not is_within(viewer_of(request), found, Permission.CUSTOMERS_EDIT)
        ):
            raise
        person = found
    affiliations.affiliate(organization=organization, person=person, values=values, by=by, at=at)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def add_employer(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    customer = customer_or_404(request, uid)
    _must_be(customer, Customer.Kind.PERSON)
    form = EmployerForm(request.POST, viewer=viewer_of(request))
    if not form.is_valid():
        return show_archive(request, customer, employer_form=form)
    affiliations.affiliate(
        organization=form.cleaned_data["organization"],
        person=customer,
        values=form.cleaned_data,
        by=viewer_of(request).staff_id,
        at=timezone.now(),
    )
    messages.success(request, _("Saved."))
    return back_to("customers:archive", customer.uid, request)


@needs(Permission.CUSTOMERS_EDIT)
def edit_affiliation(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    row = _affiliation(customer, pk)
    initial = {name: getattr(row, name) for name in affiliations.FIELDS}
    form = AffiliationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        affiliations.change_affiliation(
            affiliation=row, values=form.cleaned_data, by=viewer_of(request).staff_id, at=timezone.now()
        )
        messages.success(request, _("Saved."))
        return back_to("customers:archive", customer.uid, request)
    name = shown_name_of(row.person, viewer_of(request))
    context = {"customer": customer, "row": row, "form": form, "name": name}
    return render(request, "customers/affiliation_form.html", context)


@needs(Permission.CUSTOMERS_EDIT)
@require_POST
def leave(request: HttpRequest, uid: uuid.UUID, pk: int) -> HttpResponse:
    customer = customer_or_404(request, uid)
    row = _affiliation(customer, pk)
    at = timezone.now()
    on = max(timezone.localdate(at), row.started_on or timezone.localdate(at))
    affiliations.leave(affiliation=row, on=on, by=viewer_of(request).staff_id, at=at)
    messages.success(request, _("Saved. What they were here stays on record."))
    return back_to("customers:archive", customer.uid, request)


def _affiliation(customer: Customer, pk: int) -> Affiliation:
    return or_404(archive.get_affiliation, customer, pk)


def _must_be(customer: Customer, kind: str) -> None:
    if customer.kind != kind:
        raise Http404
