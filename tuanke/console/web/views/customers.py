import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tuanke.care.selectors import today as attention
from tuanke.care.selectors.reason_words import reason_words
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.names import class_name
from tuanke.console.selectors.inferred import inferred_needs
from tuanke.console.web.persons import Person
from tuanke.console.web.timeline import timeline
from tuanke.customers.selectors import customers as archive
from tuanke.customers.selectors.needs import list_stated
from tuanke.customers.selectors.wording import shown_name_of
from tuanke.facts.selectors.wording import margin_basis_of
from tuanke.orders.selectors import orders
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.masking import mask_contact
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.platform.preferences.services.recently_opened import note_opened
from tuanke.ui.found import or_404


@needs(Permission.CUSTOMERS_VIEW)
def customer_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    viewer = viewer_of(request)
    customer = or_404(archive.get_customer, viewer, uid)
    note_opened(staff_id=viewer.staff_id, kind="customer", uid=customer.uid, at=timezone.now())
    return render(request, "console/customer.html", _context(customer, viewer))


def _context(customer: Any, viewer: Viewer) -> dict[str, Any]:
    ids = archive.list_merged_ids(customer)
    held = classes.find_class(customer.pk)
    if held:
        held.customer = customer  # what is read of the customer's class is in hand
    may_edit = archive.is_within(viewer, customer, Permission.CUSTOMERS_EDIT)
    shown_orders = viewer.may(Permission.ORDERS_VIEW)
    return {
        "customer": customer,
        "person": Person(customer, viewer),
        "held": held,
        "attention": [(line, reason_words(line.reason)) for line in attention.list_open_of(customer.pk)],
        "contacts": [_contact(point) for point in archive.list_contact_points(customer)],
        "people": _affiliations(customer, viewer),
        "summary": orders.summarise(ids),
        "orders": orders.list_orders(ids)[:20] if shown_orders else None,
        "products": orders.list_top_products(ids) if shown_orders else [],
        "stated_needs": list_stated(customer),
        "inferred_needs": inferred_needs(viewer, ids, customer.pk, today=timezone.localdate()),
        "timeline": timeline(viewer, ids, customer.pk),
        "may_edit": may_edit,
        "may_reveal": archive.is_within(viewer, customer, Permission.CONTACTS_REVEAL),
        "staff": list_staff().filter(is_active=True).values_list("pk", "name") if may_edit else [],
        "margin_basis": margin_basis_of(held.score) if held else "",
        "value_name": class_name("value", held.value) if held else "",
    }


def _contact(point: Any) -> dict[str, Any]:
    """What can be shown without decrypting: the kind and the last digits."""
    return {"point": point, "shown": f"***{point.tail}" if point.tail else mask_contact("")}


def _affiliations(customer: Any, viewer: Viewer) -> list[dict[str, Any]]:
    rows = []
    for row in archive.list_affiliations(customer):
        other = row.person if row.organization_id == customer.pk else row.organization
        name = shown_name_of(other, viewer)
        phones = [_contact(point) for point in other.contact_points.all()] if other == row.person else []
        rows.append(
            {"customer": other, "name": name, "role": "、".join(archive.role_names(row)), "phones": phones}
        )
    return rows
