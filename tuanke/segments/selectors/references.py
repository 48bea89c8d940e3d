"""What a rule refers to: other segments, lists and groups, and who is in them."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from tuanke.customers.selectors.groups import list_group_members
from tuanke.kit.rules import Member, Node, RuleError
from tuanke.kit.rules.nodes import references
from tuanke.segments.models import Segment, SegmentMembership


def customers_in(member: Member) -> QuerySet[Any]:
    """Rows whose `customer` is in it now: as last worked out, never the other rule inlined."""
    if member.kind == "group":
        return list_group_members(member.uid)
    return SegmentMembership.objects.filter(segment__uid=member.uid, exited_at__isnull=True)


def referred_to(node: Node) -> frozenset[str]:
    """Uids of the segments and lists the rule reads."""
    return references(node, "segment") | references(node, "list")


def in_order(rules: Mapping[Segment, Node]) -> list[Segment]:
    """What others read comes before them. Raises RuleError ("cycle") where there is no such order."""
    by_uid = {str(segment.uid): segment for segment in rules}
    done: dict[Segment, None] = {}
    path: list[Segment] = []

    def visit(segment: Segment) -> None:
        if segment in done:
            return
        if segment in path:
            raise RuleError("", "cycle")
        path.append(segment)
        for uid in sorted(referred_to(rules[segment])):
            if uid in by_uid:
                visit(by_uid[uid])
        path.pop()
        done[segment] = None

    for segment in sorted(rules, key=lambda one: one.pk):
        visit(segment)
    return list(done)
