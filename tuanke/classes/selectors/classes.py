from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet, Sum

from tuanke.classes.domain.dimensions import UNKNOWN
from tuanke.classes.models import ClassChange, ClassOverride, CustomerClass
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.kept import kept
from tuanke.platform.accounts.selectors.scope import visible


def find_class(customer_id: int) -> CustomerClass | None:
    """The customer's classes with the scores and the run behind them; None before the first scoring."""
    return CustomerClass.objects.select_related("score", "run").filter(customer_id=customer_id).first()


def in_class(dimension: str, code: str) -> Q:
    """The condition on customers; of scenes a customer has several, and each counts."""
    if dimension == "scene" and code != UNKNOWN:
        return Q(classification__scene=code) | Q(classification__scenes__contains=code)
    return Q(**{f"classification__{dimension}": code})


def find_override(customer_id: int, dimension: str) -> ClassOverride | None:
    current = ClassOverride.objects.select_related("by").filter(ended_at__isnull=True)
    return current.filter(customer_id=customer_id, dimension=dimension).first()


def list_changes(customer_id: int) -> QuerySet[ClassChange]:
    return ClassChange.objects.filter(customer_id=customer_id).order_by("-as_of", "-pk")


def count_by_class(dimension: str, viewer: Viewer) -> dict[str, dict[str, int]]:
    """Class → customers, margin (fen, lifetime), stake (fen a year), of those the viewer may see. An answer is kept."""
    return kept(f"classes of {dimension}", viewer, lambda: _count(dimension, viewer))


def _count(dimension: str, viewer: Viewer) -> dict[str, dict[str, int]]:
    everybody = CustomerClass.objects.all()
    rows = visible(everybody, viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")
    grouped = rows.values(dimension).annotate(
        customers=Count("pk"), margin=Sum("score__margin_fen"), stake=Sum("score__margin_stake_fen")
    )
    return {
        row[dimension]: {
            "customers": row["customers"],
            "margin": row["margin"] or 0,
            "stake": row["stake"] or 0,
        }
        for row in grouped
    }


def list_classified_in(run_id: int) -> list[int]:
    """Ids of the customers whom this scoring run classified last."""
    return list(CustomerClass.objects.filter(run=run_id).values_list("customer_id", flat=True))


def list_held(viewer: Viewer, customer_ids: Sequence[int]) -> list[CustomerClass]:
    """The classes of these customers, in this order, as far as the viewer may see them."""
    rows = visible(CustomerClass.objects.all(), viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")
    found = rows.select_related("customer__owner", "score").in_bulk(list(customer_ids))
    return [found[number] for number in customer_ids if number in found]
