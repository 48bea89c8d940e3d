import uuid
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from tuanke.customers.domain.search_terms import CHINESE, query_terms
from tuanke.customers.models import Affiliation, ContactPoint, Customer
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.scope import visible


def kinds() -> list[tuple[str, Any]]:
    """(code, name) of the kinds of customers."""
    return list(Customer.Kind.choices)


def list_customers(viewer: Viewer, permission: Permission = Permission.CUSTOMERS_VIEW) -> QuerySet[Customer]:
    """The archive as far as the viewer's role reaches; merged and anonymised customers are not in lists."""
    return visible(Customer.objects.filter(status=Customer.Status.ACTIVE), viewer, permission)


def get_customer(
    viewer: Viewer, uid: uuid.UUID, permission: Permission = Permission.CUSTOMERS_VIEW
) -> Customer:
    """The one door to a customer; a merged one answers with its survivor. Raises Customer.DoesNotExist."""
    row = Customer.objects.filter(uid=uid).values_list("pk", "merged_into_id").get()
    survivor = row[1] or row[0]
    return visible(Customer.objects.select_related("owner"), viewer, permission).get(pk=survivor)


def search(customers: QuerySet[Customer], text: str, viewer: Viewer) -> QuerySet[Customer]:
    """By characters of the name, pinyin from any syllable, initials, or the last four digits of a number.

    Who sees names masked finds nobody by name: the answer would tell it.
    """
    terms = query_terms(text)
    if not terms:
        return customers.none() if text.strip() else customers
    matched = customers if may_see(viewer, FieldClass.PERSONAL) else customers.filter(kind=Customer.Kind.ORG)
    for term, is_prefix in terms:
        lexeme = f"'{term}'" + (":*" if is_prefix else "")
        matched = matched.filter(search=SearchQuery(lexeme, search_type="raw", config="simple"))
    for run in CHINESE.findall(text):
        if len(run) > 1:  # the terms know no order; few rows are left to look at
            matched = matched.filter(display_name__contains=run)
    return matched


def is_within(viewer: Viewer, customer: Customer, permission: Permission) -> bool:
    """Whether the viewer's permission reaches this customer."""
    return list_customers(viewer, permission).filter(pk=customer.pk).exists()


def list_contact_points(customer: Customer) -> QuerySet[ContactPoint]:
    return customer.contact_points.order_by("type", "pk")


def get_contact_point(customer: Customer, pk: int) -> ContactPoint:
    """Raises ContactPoint.DoesNotExist."""
    return customer.contact_points.get(pk=pk)


def list_affiliations(customer: Customer) -> QuerySet[Affiliation]:
    """The organisation's people, or the person's organisations."""
    rows = Affiliation.objects.filter(Q(organization=customer) | Q(person=customer))
    return rows.select_related("organization", "person").order_by("pk")


def list_merged_ids(customer: Customer) -> list[int]:
    """The customer's own id and those of customers merged into it."""
    merged = Customer.objects.filter(merged_into=customer).values_list("pk", flat=True)
    return [customer.pk, *merged]
