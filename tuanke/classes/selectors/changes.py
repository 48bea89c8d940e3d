"""Who changed class when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.kept import kept
from tuanke.platform.accounts.selectors.scope import visible

TOP, NEWEST = 10, 5


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


@dataclass(frozen=True)
class Changed:
    """How many changed, an answer that is kept, and the newest of them."""

    count: int
    newest: Sequence[ClassChange]


def read_came(viewer: Viewer, dimension: str, code: str, *, since: date) -> Changed:
    rows = list_feed(viewer, dimension=dimension).filter(after=code, as_of__gt=since)
    return Changed(kept(f"came into {dimension} {code} {since}", viewer, rows.count), list(rows[:NEWEST]))


def read_went(viewer: Viewer, dimension: str, code: str, *, since: date) -> Changed:
    rows = list_feed(viewer, dimension=dimension).filter(before=code, as_of__gt=since)
    return Changed(kept(f"went from {dimension} {code} {since}", viewer, rows.count), list(rows[:NEWEST]))


def list_most_at_stake(viewer: Viewer, dimension: str, code: str) -> list[CustomerClass]:
    """The ten in the class with the most margin at stake, first. Who they are is kept."""
    rows = visible(CustomerClass.objects.all(), viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")
    inside = rows.filter(**{dimension: code}, score__margin_stake_fen__gt=0)
    first = inside.order_by("-score__margin_stake_fen", "pk").values_list("pk", flat=True)[:TOP]
    numbers = kept(f"most at stake in {dimension} {code}", viewer, lambda: list(first))
    found = inside.select_related("customer__owner", "score").in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def first_change_on() -> date | None:
    """Since when changes are on record."""
    return ClassChange.objects.order_by("pk").values_list("as_of", flat=True).first()
