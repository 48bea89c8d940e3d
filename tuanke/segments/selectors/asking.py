"""Which segments ask for an attribute: it does not go away under them (domain C6)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from tuanke.kit.rules import Comparison, Node, RuleError
from tuanke.kit.rules.nodes import leaves
from tuanke.segments.models import Segment
from tuanke.segments.selectors.segments import get_rule, list_segments
from tuanke.segments.selectors.vocabulary import grammar


def asked_values(attribute: str) -> Mapping[str, Collection[str]]:
    """Name of each segment in use that asks for it → the values it compares it with."""
    found: dict[str, Collection[str]] = {}
    vocabulary = grammar()
    for segment in list_segments().filter(kind=Segment.Kind.DYNAMIC):
        try:
            asked = [leaf for leaf in _comparisons(get_rule(segment, vocabulary)) if leaf.attr == attribute]
        except RuleError:
            continue  # broken already
        if asked:
            found[segment.name] = {str(value) for leaf in asked for value in _each(leaf.value)}
    return found


def _comparisons(node: Node) -> Iterator[Comparison]:
    return (leaf for leaf in leaves(node) if isinstance(leaf, Comparison))


def _each(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)
