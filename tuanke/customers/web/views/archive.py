"""Everything known about one customer, on one page; what was typed into a panel stays there if it was refused."""

import uuid
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuanke.customers.models import Affiliation, ConsentRecord, Customer
from tuanke.customers.selectors import archive, consents, needs
from tuanke.customers.selectors.customers import is_within, list_contact_points
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.customers.web.forms.panels import (
    ConsentForm,
    ContactForm,
    GroupForm,
    InvoiceTitleForm,
    LifeEventForm,
    TouchForm,
)
from tuanke.customers.web.forms.people import EmployerForm, PersonAtForm
from tuanke.customers.web.panels import consent_matrix, contact_line, custom_lines, person_lines
from tuanke.customers.web.views.one import customer_or_404
from tuanke.platform.accounts.domain import access
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.viewer import viewer_of


@access.needs(Permission.CUSTOMERS_VIEW)
def archive_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    return show_archive(request, customer_or_404(request, uid, Permission.CUSTOMERS_VIEW))


@access.needs(Permission.CUSTOMERS_VIEW)
def summary(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Tags, groups and the next days, for the customer page."""
    customer = customer_or_404(request, uid, Permission.CUSTOMERS_VIEW)
    viewer = viewer_of(request)
    may_read = may_see(viewer, FieldClass.PERSONAL)
    context = {
        "customer": customer,
        "tags": archive.list_tags(customer),
        "memberships": archive.list_memberships(customer),
        "days": archive.list_life_events(customer, today=timezone.localdate())[:2] if may_read else [],
        "refusals": consents.list_refusals(customer),
    }
    return render(request, "customers/_summary.html", context)


def show_archive(request: HttpRequest, customer: Customer, **more: Any) -> HttpResponse:
    """`more` are bound forms by their names in the template, and what else an answer has to say."""
    viewer = viewer_of(request)
    context = _shown(customer, viewer)
    if context["may_edit"]:
        context |= _forms(customer, viewer)
    return render(request, "customers/archive.html", context | more)


def _shown(customer: Customer, viewer: Viewer) -> dict[str, Any]:
    is_org = customer.kind == Customer.Kind.ORG
    people = archive.list_people(customer) if is_org else []
    coverage = archive.key_people(people)
    may_read = is_org or may_see(viewer, FieldClass.PERSONAL)
    return {
        "customer": customer,
        "is_org": is_org,
        "name": shown_name_of(customer, viewer),
        "may_read": may_read,
        "may_edit": is_within(viewer, customer, Permission.CUSTOMERS_EDIT),
        "may_reveal": is_within(viewer, customer, Permission.CONTACTS_REVEAL),
        "contacts": [contact_line(point) for point in list_contact_points(customer)],
        "people": person_lines(people, viewer),
        "coverage": coverage,
        "missing_roles": [Affiliation.Role(role).label for role in coverage.missing],
        "employers": [] if is_org else archive.list_employers(customer),
        "channels": ConsentRecord.Channel.labels,
        "subsidiaries": customer.subsidiaries.order_by("sort_name") if is_org else [],
        "consents": consent_matrix(consents.latest_consents(customer), at=timezone.now()),
        "days": archive.list_life_events(customer, today=timezone.localdate()) if may_read else [],
        "tags": archive.list_tags(customer),
        "stated_needs": needs.list_stated(customer),
        "need_words": needs.list_words_in_use(),
        "memberships": archive.list_memberships(customer),
        "touches": archive.list_touches(customer),
        "titles": archive.list_invoice_titles(customer),
        "custom": custom_lines(customer, viewer, today=timezone.localdate()),
    }


def _forms(customer: Customer, viewer: Viewer) -> dict[str, BaseForm]:
    forms: dict[str, BaseForm] = {
        "contact_form": ContactForm(),
        "consent_form": ConsentForm(),
        "day_form": LifeEventForm(),
        "group_form": GroupForm(),
        "touch_form": TouchForm(),
        "title_form": InvoiceTitleForm(),
    }
    if customer.kind == Customer.Kind.ORG:
        return forms | {"person_form": PersonAtForm()}
    return forms | {"employer_form": EmployerForm(viewer=viewer)}
