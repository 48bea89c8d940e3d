import uuid

from django.db.models import Count, Q, QuerySet

from tuanke.customers.models import CustomerGroup, GroupMember
from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.permissions import Viewer


def list_groups_with_size(viewer: Viewer) -> QuerySet[CustomerGroup]:
    """Every group, with `size`: how many of the viewer's customers are in it now."""
    now_in = Q(members__left_at__isnull=True, members__customer__in=list_customers(viewer))
    rows = CustomerGroup.objects.annotate(size=Count("members", filter=now_in))
    return rows.select_related("leader").order_by("kind", "name", "pk")


def list_group_uids() -> QuerySet[CustomerGroup, uuid.UUID]:
    return CustomerGroup.objects.values_list("uid", flat=True)


def list_group_members(uid: str) -> QuerySet[GroupMember]:
    """Who is in it now."""
    return GroupMember.objects.filter(group__uid=uid, left_at__isnull=True)


def find_group_name(uid: str) -> str:
    """Empty where there is no such group."""
    return CustomerGroup.objects.filter(uid=uid).values_list("name", flat=True).first() or ""
