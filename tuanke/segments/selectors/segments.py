import uuid
from typing import Any

from django.db.models import QuerySet

from tuanke.kit.rules import Node, parse
from tuanke.segments.models import Segment
from tuanke.segments.selectors.attributes import grammar
from tuanke.segments.selectors.compiling import to_query


def list_segments() -> QuerySet[Segment]:
    return Segment.objects.filter(archived_at__isnull=True).select_related("created_by").order_by("name")


def get_segment(uid: uuid.UUID | str) -> Segment:
    """Raises Segment.DoesNotExist, also for an archived one."""
    return list_segments().get(uid=uid)


def get_rule(segment: Segment) -> Node:
    """Raises RuleError when an attribute the rule asks for no longer exists."""
    return parse(segment.rule, grammar())


def among(customers: QuerySet[Any], rule: Node) -> QuerySet[Any]:
    """Those of the customers for whom the rule holds now."""
    return customers.filter(to_query(rule))
