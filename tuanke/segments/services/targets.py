"""Target groups: what somebody wants of a segment, and every week how far it is."""

from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from tuanke.insights.stats import wilson
from tuanke.platform.audit.services import trail
from tuanke.segments.models import Segment, TargetGroup, TargetProgress

# Members of the segment who are in the archive, beside everybody: customers, revenue and margin as last scored.
SHARES = """
SELECT count(*) FILTER (WHERE m.id IS NOT NULL), count(*),
       coalesce(sum(s.revenue_fen) FILTER (WHERE m.id IS NOT NULL), 0)::bigint, coalesce(sum(s.revenue_fen), 0)::bigint,
       coalesce(sum(s.margin_fen) FILTER (WHERE m.id IS NOT NULL), 0)::bigint, coalesce(sum(s.margin_fen), 0)::bigint
FROM customers_customer c
LEFT JOIN segments_segmentmembership m ON m.customer_id = c.id AND m.segment_id = %(segment)s AND m.exited_at IS NULL
LEFT JOIN facts_customerscore s ON s.customer_id = c.id
WHERE c.status = 'active'
"""
# What each member bought since the start: net revenue (fen), and on how many business days.
BOUGHT = """
SELECT coalesce(sum(revenue), 0)::bigint, count(*) FILTER (WHERE days > 0), count(*) FILTER (WHERE days > 1)
FROM (
    SELECT sum(o.revenue_fen - o.refunded_fen) AS revenue,
           count(DISTINCT (o.ordered_at AT TIME ZONE %(zone)s)::date) FILTER (WHERE o.kind = 'order') AS days
    FROM orders_order o
    JOIN customers_customer c ON c.id = o.customer_id
    JOIN segments_segmentmembership m ON m.customer_id = coalesce(c.merged_into_id, c.id)
    WHERE m.segment_id = %(segment)s AND m.exited_at IS NULL AND o.status IN ('confirmed', 'completed')
      AND (o.ordered_at AT TIME ZONE %(zone)s)::date BETWEEN %(start)s AND %(on)s
    GROUP BY m.customer_id
) each
"""


@transaction.atomic
def set_target(*, segment: Segment, values: dict[str, Any], by: int, at: datetime) -> TargetGroup:
    """Measured at once for the first time; it is `by`'s own where `values` name no `owner_id`.

    Raises ValidationError for days or a goal that make no sense.
    """
    target = TargetGroup(segment=segment, created_at=at, **{"owner_id": by, **values})
    target.full_clean(exclude=["uid"])
    target.save()
    target.refresh_from_db(fields=["uid"])
    changes = {name: str(value) for name, value in values.items()}
    trail.record(action="target.set", target=segment, by=by, at=at, changes=changes)
    measure(target, on=timezone.localdate(at))
    return target


@transaction.atomic
def end_target(*, target: TargetGroup, by: int, at: datetime) -> None:
    """Given up: it is measured no more, and its weeks stay."""
    TargetGroup.objects.filter(pk=target.pk).update(ended_at=at)
    trail.record(action="target.ended", target=target, by=by, at=at)


@transaction.atomic
def resume_target(*, target: TargetGroup, by: int, at: datetime) -> None:
    """It runs on; weeks in between were not measured."""
    TargetGroup.objects.filter(pk=target.pk).update(ended_at=None)
    trail.record(action="target.resumed", target=target, by=by, at=at)


def measure_all(*, at: datetime) -> None:
    """Every target that runs, and once more on the day after its last."""
    on = timezone.localdate(at)
    for target in TargetGroup.objects.filter(ended_at__isnull=True, starts_on__lte=on):
        last = target.progress.order_by("-on").values_list("on", flat=True).first()
        if last is None or last < target.ends_on:
            measure(target, on=min(on, target.ends_on))


def measure(target: TargetGroup, *, on: date) -> TargetProgress:
    """As it stands now, noted under this day."""
    shares = _row(SHARES, segment=target.segment_id)
    value, low, high = _value(target, shares[0], on)
    names = ("customers", "all_customers", "revenue_fen", "all_revenue_fen", "margin_fen", "all_margin_fen")
    noted = {"value": value, "low": low, "high": high, **dict(zip(names, shares, strict=True))}
    return TargetProgress.objects.update_or_create(target=target, on=on, defaults=noted)[0]


def _value(target: TargetGroup, customers: int, on: date) -> tuple[float | None, float | None, float | None]:
    """With its interval, where the value is a share of people."""
    if target.metric == TargetGroup.Metric.CUSTOMERS:
        return float(customers), None, None
    zone = timezone.get_default_timezone_name()
    revenue, buyers, repeaters = _row(
        BOUGHT, segment=target.segment_id, start=target.starts_on, on=on, zone=zone
    )
    if target.metric == TargetGroup.Metric.REVENUE:
        return float(revenue), None, None
    if not buyers:
        return None, None, None
    around = wilson(repeaters, buyers)
    return repeaters / buyers, around.low, around.high


def _row(statement: str, **values: Any) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return tuple(int(value) for value in cursor.fetchone() or ())
