import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet

from tuanke.customers.domain.search_terms import CHINESE, query_terms, typed_number
from tuanke.customers.models import Affiliation, ContactPoint, Customer
from tuanke.kit.secrecy import FieldCipher
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.scope import reaches, visible

NAMED = ("uid", "kind", "display_name")  # what is read of a customer who is only named


def kinds() -> list[tuple[str, Any]]:
    """(code, name) of the kinds of customers."""
    return list(Customer.Kind.choices)


def list_customers(viewer: Viewer, permission: Permission = Permission.CUSTOMERS_VIEW) -> QuerySet[Customer]:
    """The archive as far as the viewer's role reaches; merged and anonymised customers are not in lists."""
    return visible(Customer.objects.filter(status=Customer.Status.ACTIVE), viewer, permission)


def list_ever(viewer: Viewer) -> QuerySet[Customer]:
    """Everybody in the viewer's reach who is in the archive or was merged into somebody there."""
    rows = Customer.objects.filter(status__in=(Customer.Status.ACTIVE, Customer.Status.MERGED))
    return visible(rows, viewer, Permission.CUSTOMERS_VIEW)


def get_customer(
    viewer: Viewer, uid: uuid.UUID, permission: Permission = Permission.CUSTOMERS_VIEW
) -> Customer:
    """The one door to a customer; a merged one answers with its survivor. Raises Customer.DoesNotExist."""
    rows = visible(Customer.objects.select_related("owner"), viewer, permission)
    itself = rows.filter(uid=uid, merged_into=None).first()
    return itself or rows.get(pk=Customer.objects.filter(uid=uid).values("merged_into")[:1])


def search(customers: QuerySet[Customer], text: str, viewer: Viewer) -> QuerySet[Customer]:
    """By characters of the name, pinyin from any syllable, initials, the end of a number, or a whole mobile number.

    Who sees names masked finds nobody by name: the answer would tell it.
    """
    terms = query_terms(text)
    if not terms:
        return customers.none() if text.strip() else customers
    matched = customers if may_see(viewer, FieldClass.PERSONAL) else customers.filter(kind=Customer.Kind.ORG)
    if number := typed_number(text):
        return matched.filter(Exists(_points(number).filter(customer=OuterRef("pk"))))
    for term, is_prefix in terms:
        lexeme = f"'{term}'" + (":*" if is_prefix else "")
        matched = matched.filter(search=SearchQuery(lexeme, search_type="raw", config="simple"))
    for run in CHINESE.findall(text):
        if len(run) > 1:  # the terms know no order; few rows are left to look at
            matched = matched.filter(display_name__contains=run)
    return matched


def _points(number: str) -> QuerySet[ContactPoint]:
    """Where a number is in use, found by its keyed hash: the numbers themselves are encrypted."""
    value_hash = FieldCipher(settings.FIELD_KEY, settings.INDEX_KEY).blind_index(number)
    rows = ContactPoint.objects.filter(type=ContactPoint.Type.MOBILE, value_hash=value_hash)
    return rows.filter(valid_to__isnull=True)


def is_within(viewer: Viewer, customer: Customer, permission: Permission) -> bool:
    """Whether the viewer's permission reaches this customer."""
    return customer.status == Customer.Status.ACTIVE and reaches(viewer, permission, customer.owner)


def list_contact_points(customer: Customer) -> QuerySet[ContactPoint]:
    """Those in use; the primary one of each type first."""
    return customer.contact_points.filter(valid_to__isnull=True).order_by("type", "-is_primary", "pk")


def with_numbers(path: str = "") -> "Prefetch[str]":
    """For a list: of the contact points of each customer (at `path`) only the telephone numbers in use."""
    phones = (ContactPoint.Type.MOBILE, ContactPoint.Type.LANDLINE)
    rows = ContactPoint.objects.filter(type__in=phones, valid_to__isnull=True)
    return Prefetch(f"{path}contact_points", rows.order_by("type", "-is_primary", "pk"))


def get_contact_point(customer: Customer, pk: int) -> ContactPoint:
    """Raises ContactPoint.DoesNotExist, also for one that has ended."""
    return customer.contact_points.get(pk=pk, valid_to__isnull=True)


def list_affiliations(customer: Customer) -> QuerySet[Affiliation]:
    """The organisation's people with their numbers in use, or the person's organisations, as of now."""
    rows = Affiliation.objects.filter(Q(organization=customer) | Q(person=customer), ended_on__isnull=True)
    return (
        rows.select_related("organization", "person")
        .only("roles", *(f"{side}__{name}" for side in ("organization", "person") for name in NAMED))
        .prefetch_related(with_numbers("person__"))
        .order_by("pk")
    )


def role_names(affiliation: Affiliation) -> list[str]:
    """The parts somebody has in an organisation's buying, in words."""
    return [str(Affiliation.Role(role).label) for role in affiliation.roles]


def list_merged_ids(customer: Customer) -> list[int]:
    """The customer's own id and those of customers merged into it."""
    merged = Customer.objects.filter(merged_into=customer).values_list("pk", flat=True)
    return [customer.pk, *merged]


def list_active(customer_ids: Iterable[int] | None = None) -> QuerySet[Customer]:
    """Everybody in the archive, or those among these: for what works without a viewer."""
    rows = Customer.objects.filter(status=Customer.Status.ACTIVE)
    return rows if customer_ids is None else rows.filter(pk__in=list(customer_ids))


def standing_for(whom: Any) -> QuerySet[Customer, int]:
    """Ids of a customer and of whoever was merged into it.

    `whom` is an id, several in a list, or a reference to an outer query's.
    """
    lookup = "__in" if isinstance(whom, list) else ""
    rows = Customer.objects.filter(Q(**{f"pk{lookup}": whom}) | Q(**{f"merged_into{lookup}": whom}))
    return rows.values_list("pk", flat=True)


def further_in(whom: Any) -> Any:
    """A reference to an outer query's customer as it is written one subquery deeper; ids stay ids."""
    return OuterRef(whom) if isinstance(whom, OuterRef) else whom


def is_one_of(column: str, ids: QuerySet[Any, Any]) -> Q:
    """The column is one of the ids, as an array: PostgreSQL works them out first and then looks into the index."""
    array = ArraySubquery(ids)
    told = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
    return Q(Func(F(column), array, output_field=BooleanField(), **told))


def find_organization(viewer: Viewer, name: str) -> Customer | None:
    """The one organisation in the viewer's reach with this name or legal name; None for none or several."""
    named = Q(display_name=name) | Q(legal_name=name)
    found = list_customers(viewer).filter(named, kind=Customer.Kind.ORG)[:2]
    return found[0] if len(found) == 1 else None


def reachable(viewer: Viewer, customer_ids: Iterable[int], permission: Permission) -> set[int]:
    """Those among the customers that the viewer's permission reaches."""
    rows = list_customers(viewer, permission).filter(pk__in=list(customer_ids))
    return set(rows.values_list("pk", flat=True))
