"""Who changed class when and why."""

from datetime import date

from django.db.models import Q, QuerySet

from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.scope import visible


def list_feed(
    viewer: Viewer, *, dimension: str = "", code: str = "", cause: str = ""
) -> QuerySet[ClassChange]:
    """The newest first, of the customers the viewer may see; `code` is the class left or entered."""
    rows = visible(ClassChange.objects.all(), viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")
    if dimension:
        rows = rows.filter(dimension=dimension)
    if code:
        rows = rows.filter(Q(before=code) | Q(after=code))
    if cause:
        rows = rows.filter(cause=cause)
    return rows.select_related("customer").order_by("-pk")


def list_came(viewer: Viewer, dimension: str, code: str, *, since: date) -> QuerySet[ClassChange]:
    return list_feed(viewer, dimension=dimension).filter(after=code, as_of__gt=since)


def list_went(viewer: Viewer, dimension: str, code: str, *, since: date) -> QuerySet[ClassChange]:
    return list_feed(viewer, dimension=dimension).filter(before=code, as_of__gt=since)


def list_most_at_stake(viewer: Viewer, dimension: str, code: str) -> QuerySet[CustomerClass]:
    """Those in the class with the most margin at stake, first."""
    rows = visible(CustomerClass.objects.all(), viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")
    inside = rows.filter(**{dimension: code}, score__margin_stake_fen__gt=0)
    return inside.select_related("customer__owner", "score").order_by("-score__margin_stake_fen", "pk")


def first_change_on() -> date | None:
    """Since when changes are on record."""
    return ClassChange.objects.order_by("pk").values_list("as_of", flat=True).first()
