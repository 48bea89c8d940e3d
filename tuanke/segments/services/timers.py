"""When customers will enter or leave though nothing happens (domain C4).

Calendar windows turn at midnight: the rule is asked as of the coming midnights, and whoever is in then and not
now, or the other way round, has a timer. Windows by hours turn at each event's own moment, what ends at its end. Two
days ahead are enough: every night renews them.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import F

from tuanke.customers.selectors.customers import standing_for
from tuanke.kit.rules import Comparison, Happened, Node, RuleAttribute, RuleValues
from tuanke.kit.rules.nodes import events_in, leaves
from tuanke.kit.rules.vocabulary import MOVING
from tuanke.kit.rules.windows import AsOf, RollingHours
from tuanke.segments.models import Segment, SegmentTimer
from tuanke.segments.selectors.compiling import asked_at
from tuanke.segments.selectors.happening import rows_in
from tuanke.segments.selectors.having import rows_of
from tuanke.segments.selectors.vocabulary import get_event, sources_of

NumberArray = npt.NDArray[np.int64]

DAYS_AHEAD = 2
TICK = timedelta(microseconds=1)  # the least that PostgreSQL tells apart

SET = """
INSERT INTO segments_segmenttimer AS t (segment_id, customer_id, at)
SELECT %s, unnest(%s::bigint[]), unnest(%s::timestamptz[])
ON CONFLICT (segment_id, customer_id) DO UPDATE SET at = least(t.at, excluded.at)
"""


def midnights(node: Node, at: datetime) -> list[datetime]:
    """The coming moments at which the calendar alone can change who the rule holds for."""
    if not any(_turns_by_day(leaf) for leaf in leaves(node)):
        return []
    as_of = asked_at(at)
    return [as_of.midnight(as_of.day + timedelta(days=n)) for n in range(1, DAYS_AHEAD + 1)]


def _turns_by_day(leaf: Node) -> bool:
    if isinstance(leaf, Comparison):
        return leaf.op in MOVING
    return any(not isinstance(asked.within, RollingHours) for asked in events_in(leaf))


def renew(
    segment: Segment,
    node: Node,
    answers: Sequence[tuple[datetime, NumberArray]],
    *,
    at: datetime,
    among: Sequence[int] | None,
) -> None:
    """`answers`: ids of who is in now, and at each of the coming `midnights`. Earlier timers are replaced."""
    if among is None:
        SegmentTimer.objects.filter(segment=segment).delete()
    else:
        drop(segment.pk, among)
    now = answers[0][1]
    for moment, members in reversed(answers[1:]):
        turning = np.setxor1d(now, members, assume_unique=True)
        _set(segment, dict.fromkeys(turning.tolist(), moment))
    for asked in events_in(node):
        if isinstance(asked.within, RollingHours):
            _set(segment, dict(_by_the_hour(asked, asked.within, asked_at(at), among)))
    for source in sources_of(node).values():
        if isinstance(source.path, RuleValues) and source.path.ends:
            _set(segment, _by_the_end(source, at, among))


def _by_the_end(source: RuleAttribute, at: datetime, among: Sequence[int] | None) -> dict[int, datetime]:
    """Of each customer the first moment at which something they have ends."""
    ahead = at + timedelta(days=DAYS_AHEAD)
    ending = rows_of(source).filter(asked_until__gt=at, asked_until__lte=ahead)
    if among is not None:
        ending = ending.filter(**{f"{source.path.customer}__in": standing_for(list(among))})
    return dict(ending.order_by("-asked_until").values_list("asked_customer_id", "asked_until"))


def _by_the_hour(
    asked: Happened, window: RollingHours, as_of: AsOf, among: Sequence[int] | None
) -> Iterator[tuple[int, datetime]]:
    """Of each customer the first moment at which something goes out of the window, or comes into it."""
    length, ahead = timedelta(hours=window.hours), timedelta(days=DAYS_AHEAD)
    event = get_event(asked.event)
    going = rows_in(asked, as_of, as_of.at - length, as_of.at - length + ahead)
    coming = rows_in(asked, as_of, as_of.at, as_of.at + ahead)
    found: dict[int, datetime] = {}
    for rows, delay in ((going, length), (coming, timedelta(0))):
        owned = rows.annotate(owner=F("asked_customer_id"), moment=F(f"asked_{event.at}"))
        if among is not None:
            owned = owned.filter(event.of(list(among)))
        for customer_id, moment in owned.values_list("owner", "moment"):
            due = moment + delay + TICK
            found[customer_id] = min(due, found.get(customer_id, due))
    yield from found.items()


def _set(segment: Segment, due: dict[int, datetime]) -> None:
    if due:
        with connection.cursor() as cursor:
            cursor.execute(SET, [segment.pk, list(due), list(due.values())])


def take_due(at: datetime) -> dict[tuple[int, datetime], list[int]]:
    """Customers whose time has come, by segment and moment; their timers stay until they are renewed."""
    rows = SegmentTimer.objects.filter(at__lte=at, segment__archived_at__isnull=True).order_by(
        "at", "segment"
    )
    due: dict[tuple[int, datetime], list[int]] = {}
    for timer in rows.iterator():
        due.setdefault((timer.segment_id, timer.at), []).append(timer.customer_id)
    return due


def drop(segment_id: int, customer_ids: Sequence[int]) -> None:
    """Of a segment that is not, or not now, worked out for them."""
    SegmentTimer.objects.filter(segment=segment_id, customer_id__in=customer_ids).delete()
