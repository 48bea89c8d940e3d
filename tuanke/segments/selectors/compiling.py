"""A rule as a condition of PostgreSQL. Two-valued: a missing value compares as false, also under `not`."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Q

from tuanke.kit.rules import All, Leaf, Node, Not
from tuanke.segments.selectors.attributes import get_attribute

LOOKUPS: Mapping[str, Callable[[str, Any], Q]] = {
    "eq": lambda path, value: Q(**{path: value}),
    "ne": lambda path, value: ~Q(**{path: value}),
    "in": lambda path, value: Q(**{f"{path}__in": value}),
    "not_in": lambda path, value: ~Q(**{f"{path}__in": value}),
    "lt": lambda path, value: Q(**{f"{path}__lt": value}),
    "le": lambda path, value: Q(**{f"{path}__lte": value}),
    "gt": lambda path, value: Q(**{f"{path}__gt": value}),
    "ge": lambda path, value: Q(**{f"{path}__gte": value}),
    "between": lambda path, value: Q(**{f"{path}__range": tuple(value)}),
    "contains": lambda path, value: Q(**{f"{path}__contains": value}),
}


def to_query(node: Node) -> Q:
    if isinstance(node, Leaf):
        return _leaf(node)
    if isinstance(node, Not):
        return ~to_query(node.node)
    join = and_ if isinstance(node, All) else or_
    return reduce(join, (to_query(child) for child in node.nodes))


def _leaf(leaf: Leaf) -> Q:
    path = get_attribute(leaf.attr).path
    present = Q(**{f"{path}__isnull": False})
    if leaf.op == "is_set":
        return present
    if leaf.op == "is_not_set":
        return ~present
    return present & LOOKUPS[leaf.op](path, leaf.value)
