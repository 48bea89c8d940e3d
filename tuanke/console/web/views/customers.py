import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tuanke.care.selectors import today as attention
from tuanke.care.selectors.wording import reason_words
from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors import classes
from tuanke.classes.selectors.wording import CLASS_NAMES, DIMENSION_NAMES, class_name
from tuanke.console.web.persons import Person
from tuanke.console.web.timeline import timeline
from tuanke.customers.selectors import customers as archive
from tuanke.facts.selectors import scores
from tuanke.kit.rules import RuleError
from tuanke.orders.selectors import orders
from tuanke.platform.accounts.domain.access import needs
from tuanke.platform.accounts.domain.masking import FieldClass, mask_contact, may_see, shown_name
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.selectors import segments
from tuanke.ui.paging import page_of

SORTS: Mapping[str, Any] = {
    "stake": F("classification__score__margin_stake_fen").desc(nulls_last=True),
    "revenue": F("classification__score__revenue_fen").desc(nulls_last=True),
    "orders": F("classification__score__orders").desc(nulls_last=True),
    "last": F("classification__score__last_on").desc(nulls_last=True),
    "name": F("sort_name").asc(),
}
FILTERS = ("value", "lifecycle", "frequency", "amount", "abc")


@needs(Permission.CUSTOMERS_VIEW)
def customer_list(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    sort = _sort(request)
    rows = _filtered(archive.list_customers(viewer), request).select_related("classification__score", "owner")
    page = page_of(rows.order_by(SORTS[sort], "pk"), request)
    context = {
        "page": page,
        "people": [Person(customer, viewer) for customer in page.rows],
        "filters": [_filter(dimension, request.GET.get(dimension, "")) for dimension in FILTERS],
        "kinds": archive.kinds(),
        "sort": sort,
        "sees_names": may_see(viewer, FieldClass.PERSONAL),
        "is_filtered": any(request.GET.get(name) for name in (*FILTERS, "q", "kind", "segment")),
        "run": scores.latest_run(),
        "segment": _segment(request),
        "rule": _rule(request) if viewer.may(Permission.SEGMENTS_EDIT) else "",
    }
    return render(request, "console/customer_list.html", context)


def _sort(request: HttpRequest) -> str:
    """The order asked for; by name only for those who see names."""
    asked = request.GET.get("sort", "")
    allowed = asked in SORTS and (asked != "name" or may_see(viewer_of(request), FieldClass.PERSONAL))
    return asked if allowed else "stake"


def _filtered(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    for dimension in FILTERS:
        chosen = request.GET.get(dimension)
        if chosen in DIMENSIONS[dimension]:
            rows = rows.filter(**{f"classification__{dimension}": chosen})
    if request.GET.get("kind") in dict(archive.kinds()):
        rows = rows.filter(kind=request.GET["kind"])
    segment = _segment(request)
    if segment is not None:
        rows = segments.among(rows, segments.get_rule(segment))
    return archive.search(rows, request.GET.get("q", ""), viewer_of(request))


def _segment(request: HttpRequest) -> Any:
    """The segment the list is narrowed to; an address that names none, or a broken one, narrows nothing."""
    try:
        segment = segments.get_segment(request.GET["segment"])
        segments.get_rule(segment)
    except (KeyError, ValidationError, ObjectDoesNotExist, RuleError):
        return None
    return segment


def _rule(request: HttpRequest) -> str:
    """The chosen filters as a rule, ready to be saved; empty when nothing is chosen that a rule can hold."""
    chosen = {f"class.{dimension}": request.GET.get(dimension) for dimension in FILTERS}
    chosen["kind"] = request.GET.get("kind")
    leaves = [{"attr": name, "op": "eq", "value": value} for name, value in chosen.items() if value]
    return json.dumps({"all": leaves}) if leaves else ""


def _filter(dimension: str, chosen: str) -> dict[str, Any]:
    names = CLASS_NAMES[dimension]
    options = [(code, names[code]) for code in DIMENSIONS[dimension]]
    return {"name": dimension, "label": DIMENSION_NAMES[dimension], "options": options, "chosen": chosen}


@needs(Permission.CUSTOMERS_VIEW)
def customer_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    viewer = viewer_of(request)
    try:
        customer = archive.get_customer(viewer, uid)
    except ObjectDoesNotExist:
        raise Http404 from None
    return render(request, "console/customer.html", _context(customer, viewer))


def _context(customer: Any, viewer: Viewer) -> dict[str, Any]:
    ids = archive.list_merged_ids(customer)
    held = classes.find_class(customer.pk)
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
        "timeline": timeline(ids, customer.pk),
        "may_edit": may_edit,
        "may_reveal": archive.is_within(viewer, customer, Permission.CONTACTS_REVEAL),
        "staff": list_staff().filter(is_active=True) if may_edit else [],
        "value_name": class_name("value", held.value) if held else "",
    }


def _contact(point: Any) -> dict[str, Any]:
    """What can be shown without decrypting: the kind and the last digits."""
    return {"point": point, "shown": f"***{point.tail}" if point.tail else mask_contact("")}


def _affiliations(customer: Any, viewer: Viewer) -> list[dict[str, Any]]:
    rows = []
    for row in archive.list_affiliations(customer):
        other = row.person if row.organization_id == customer.pk else row.organization
        name = shown_name(viewer, other.display_name, is_person=other.kind == "person")
        rows.append({"customer": other, "name": name, "role": row.get_role_display()})
    return rows
