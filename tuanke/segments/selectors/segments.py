import uuid
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from tuanke.kit.rules import Node, Vocabulary, parse
from tuanke.segments.models import Segment, SegmentMembership
from tuanke.segments.selectors.compiling import to_query
from tuanke.segments.selectors.vocabulary import grammar


def list_segments() -> QuerySet[Segment]:
    return Segment.objects.filter(archived_at__isnull=True).select_related("created_by").order_by("name")


def list_lists() -> QuerySet[Segment]:
    """Those kept by hand."""
    return list_segments().filter(kind=Segment.Kind.STATIC)


def get_segment(uid: uuid.UUID | str) -> Segment:
    """Raises Segment.DoesNotExist, also for an archived one."""
    return list_segments().get(uid=uid)


def get_archived(uid: uuid.UUID | str) -> Segment:
    """Raises Segment.DoesNotExist, also for one in use."""
    return Segment.objects.get(uid=uid, archived_at__isnull=False)


def get_rule(segment: Segment, vocabulary: Vocabulary | None = None) -> Node:
    """Of a segment by rule. Raises RuleError when something the rule asks for no longer exists."""
    return parse(segment.rule, vocabulary or grammar())


def get_for_update(segment_id: int) -> Segment | None:
    """A segment by rule, in use; its row stays locked until the caller's transaction ends."""
    rows = Segment.objects.select_for_update().filter(archived_at__isnull=True, kind=Segment.Kind.DYNAMIC)
    return rows.filter(pk=segment_id).first()


def among(customers: QuerySet[Any], rule: Node, *, at: datetime) -> QuerySet[Any]:
    """Those of the customers for whom the rule holds at that moment."""
    return customers.filter(to_query(rule, at=at))


def is_in(segment: Segment, *, at: datetime | None = None) -> Q:
    """Of a customer: in the segment as last worked out, or as it was worked out at a past moment."""
    rows = SegmentMembership.objects.filter(segment=segment, customer=OuterRef("pk"))
    if at is None:
        return Q(Exists(rows.filter(exited_at__isnull=True)))
    is_open = Q(exited_at__isnull=True) | Q(exited_at__gt=at)
    return Q(Exists(rows.filter(is_open, entered_at__lte=at)))


def condition(segment: Segment, *, at: datetime) -> Q:
    """Who is in: as worked out, and before that is done by the rule itself. Raises RuleError."""
    if segment.kind == Segment.Kind.STATIC or segment.last_built_at is not None:
        return is_in(segment)
    return to_query(get_rule(segment), at=at)
