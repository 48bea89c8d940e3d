from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from tuanke.care.models import Attention
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.kept import kept
from tuanke.platform.accounts.selectors.scope import visible

A_DAYS_WORK = 20  # lines on a page: about what one person gets done
State = Attention.State
WAITING = [State.OPEN, State.SNOOZED]
# all that a line says: hardly a third of what the rows hold
READ = (
    *("reason", "state", "stake_fen", "evidence", "snoozed_until", "outcome", "note"),
    *(
        f"customer__{name}"
        for name in ("uid", "kind", "display_name", "city", "owner__name", "owner__username")
    ),
    "customer__classification__value",
    *(
        f"customer__classification__score__{name}"
        for name in ("expected_gap_days", "recency_days", "orders", "margin_stake_fen")
    ),
    *(
        f"customer__classification__score__{name}"
        for name in ("cost_known_fen", "margin_stated_fen", "revenue_fen")
    ),
)


class Whose(StrEnum):
    """Whose customers a list is of, among those the viewer may see."""

    ALL = ""
    MINE = "mine"
    NOBODYS = "nobodys"


def read_whose(text: str) -> Whose:
    """Everybody's for what names nobody."""
    try:
        return Whose(text)
    except ValueError:
        return Whose.ALL


def list_due(viewer: Viewer, today: date, whose: Whose = Whose.ALL) -> QuerySet[Attention]:
    """Whom this person should care for today, what is most at stake first."""
    # said this way, the list is read off the index of those waiting, in its order
    due = Q(state__in=WAITING) & (Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=today))
    if whose is not Whose.ALL:
        due &= Q(customer__owner=viewer.staff_id if whose is Whose.MINE else None)
    rows = _with_customers(Attention.objects.filter(due))
    return visible(rows, viewer, Permission.CARE_VIEW, owner="customer__owner").order_by("-stake_fen", "pk")


def get_attention(viewer: Viewer, pk: int) -> Attention:
    """Raises Attention.DoesNotExist for what the viewer may not act on."""
    rows = Attention.objects.select_related("customer__classification__score", "customer__owner")
    return visible(rows, viewer, Permission.CARE_ACT, owner="customer__owner").get(pk=pk)


def count_by_reason(viewer: Viewer, today: date, whose: Whose = Whose.ALL) -> dict[str, dict[str, int]]:
    """Reason → lines and margin at stake (fen a year), of the list `list_due` gives. An answer is kept."""
    mine = viewer.staff_id if whose is Whose.MINE else ""
    question = f"due on {today} {whose} {mine}"
    return kept(question, viewer, lambda: _count(list_due(viewer, today, whose)), Permission.CARE_VIEW)


def _count(due: QuerySet[Attention]) -> dict[str, dict[str, int]]:
    grouped = due.order_by().values("reason").annotate(lines=Count("pk"), stake=Sum("stake_fen"))
    return {row["reason"]: {"lines": row["lines"], "stake": row["stake"]} for row in grouped}


def list_done_on(viewer: Viewer, day: date) -> QuerySet[Attention]:
    midnight = timezone.make_aware(datetime.combine(day, time.min))
    rows = Attention.objects.filter(
        state__in=[State.DONE, State.SNOOZED],
        acted_at__gte=midnight,
        acted_at__lt=midnight + timedelta(days=1),
    )
    rows = visible(_with_customers(rows), viewer, Permission.CARE_VIEW, owner="customer__owner")
    return rows.order_by("-acted_at")


def _with_customers(rows: QuerySet[Attention]) -> QuerySet[Attention]:
    return rows.select_related("customer__classification__score", "customer__owner").only(*READ)


def list_tended() -> QuerySet[Attention]:
    """Lines on which somebody has acted at least once."""
    return Attention.objects.filter(acted_at__isnull=False)


def list_open_of(customer_id: int) -> QuerySet[Attention]:
    return Attention.objects.filter(customer_id=customer_id, state__in=WAITING)
