"""Who is in a segment, who came and went: read from the intervals, never from the rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.scope import visible
from tuanke.segments.models import Segment, SegmentMembership
from tuanke.ui.typed import typed_day

PAGE = 25  # members on a page of a segment
STAKE = "customer__classification__score__margin_stake_fen"


@dataclass(frozen=True)
class Move:
    """A customer who entered or left; `change` says why."""

    customer: Any
    at: datetime
    entered: bool
    change: Any


def _intervals(viewer: Viewer, segments: Iterable[Segment]) -> QuerySet[SegmentMembership]:
    """Of the viewer's customers, past ones too."""
    rows = SegmentMembership.objects.filter(segment__in=list(segments))
    return visible(rows, viewer, Permission.CUSTOMERS_VIEW, owner="customer__owner")


def totals(viewer: Viewer, segments: Iterable[Segment]) -> dict[int, dict[str, Any]]:
    """By segment: `customers` of the viewer who are in it now, and their margin at `stake` (fen)."""
    rows = _intervals(viewer, segments).filter(exited_at__isnull=True).order_by()
    found = rows.values_list("segment").annotate(Count("pk"), Sum(STAKE))
    return {segment: {"customers": customers, "stake": stake} for segment, customers, stake in found}


def read_past_day(text: str, *, today: date) -> date | None:
    """A day that is over; anything else means now."""
    day = typed_day(text)
    return day if day and day < today else None


def end_of(day: date) -> datetime:
    """The last moment of the business day."""
    midnight = datetime.combine(day + timedelta(days=1), datetime.min.time(), timezone.get_default_timezone())
    return midnight - timedelta(microseconds=1)


def list_members(
    viewer: Viewer, segment: Segment, *, at: datetime | None = None
) -> QuerySet[SegmentMembership]:
    """Who is in it now, or was at a past moment; the latest to enter first."""
    is_in = Q(exited_at__isnull=True)
    if at is not None:
        is_in = Q(entered_at__lte=at) & (is_in | Q(exited_at__gt=at))
    rows = _intervals(viewer, [segment]).filter(is_in, customer__in=list_customers(viewer))
    return rows.select_related("customer", "entered_in__by").order_by("-entered_at", "customer")


def list_moves(viewer: Viewer, segment: Segment, number: int) -> list[Move]:
    """The latest to enter or leave."""
    rows = _intervals(viewer, [segment]).filter(customer__in=list_customers(viewer))
    came = rows.select_related("customer", "entered_in__by").order_by("-entered_at", "-pk")[:number]
    gone = rows.filter(exited_at__isnull=False).select_related("customer", "left_in__by")
    moves = [Move(row.customer, row.entered_at, entered=True, change=row.entered_in) for row in came]
    moves += [
        Move(row.customer, row.exited_at, entered=False, change=row.left_in)
        for row in gone.order_by("-exited_at", "-pk")[:number]
        if row.exited_at
    ]
    return sorted(moves, key=lambda move: move.at, reverse=True)[:number]


def list_sizes(viewer: Viewer, segment: Segment) -> list[tuple[date, int]]:
    """How many of the viewer's customers were in it at the end of each day on which that changed."""
    rows = _intervals(viewer, [segment]).order_by()
    came = rows.values(on=TruncDate("entered_at")).annotate(n=Count("pk"))
    gone = rows.filter(exited_at__isnull=False).values(on=TruncDate("exited_at")).annotate(n=Count("pk"))
    steps: dict[date, int] = {row["on"]: row["n"] for row in came}
    for row in gone:
        steps[row["on"]] = steps.get(row["on"], 0) - row["n"]
    days = sorted(steps)
    return list(zip(days, accumulate(steps[day] for day in days), strict=True))


def list_held(customer_id: int) -> QuerySet[SegmentMembership]:
    """The segments a customer is in now."""
    rows = SegmentMembership.objects.filter(
        customer=customer_id, exited_at__isnull=True, segment__archived_at__isnull=True
    )
    return rows.select_related("segment", "entered_in__by").order_by("segment__name")
