"""A rule as typed values. Everything is hashable, so that equal parts of a rule are worked out once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tuanke.kit.rules.windows import EVER, Window


@dataclass(frozen=True)
class Comparison:
    """An attribute of the customer, or of an event, against a value; lists are tuples, spans are `Span`s."""

    attr: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class Happened:
    """Events of a name for which every predicate holds, within a window."""

    event: str
    where: tuple[Comparison, ...] = ()
    within: Window = EVER


@dataclass(frozen=True)
class Occurrence:
    """How often it happened."""

    happened: Happened
    op: str = "ge"
    value: int = 1


@dataclass(frozen=True)
class Aggregate:
    """A number, or the first or last value, of what happened.

    Over nothing a sum and a distinct count are 0; every other function has no value.
    """

    function: str
    of: str
    happened: Happened
    op: str
    value: Any


@dataclass(frozen=True)
class Sequence:
    """One thing after the other: each strictly later than the one before and at most `gap_hours` after it."""

    steps: tuple[Happened, ...]
    gap_hours: int


@dataclass(frozen=True)
class Member:
    """Who is in another segment, a list or a group; `kind` is segment, list or group."""

    kind: str
    uid: str


@dataclass(frozen=True)
class Bucket:
    """A stable sample: per mille of a hash of customer and salt, both ends included."""

    salt: str
    first: int
    last: int


@dataclass(frozen=True)
class Everyone:
    """No condition."""


@dataclass(frozen=True)
class All:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    node: "Node"


Leaf = Comparison | Occurrence | Aggregate | Sequence | Member | Bucket | Everyone
Node = Leaf | All | AnyOf | Not


def leaves(node: Node) -> Iterator[Leaf]:
    """In the order they are written."""
    if isinstance(node, Not):
        yield from leaves(node.node)
    elif isinstance(node, All | AnyOf):
        for child in node.nodes:
            yield from leaves(child)
    else:
        yield node


def events_in(node: Node) -> tuple[Happened, ...]:
    """What the rule asks to have happened, each once."""
    asked: list[Happened] = []
    for leaf in leaves(node):
        if isinstance(leaf, Occurrence | Aggregate):
            asked.append(leaf.happened)
        elif isinstance(leaf, Sequence):
            asked += leaf.steps
    return tuple(dict.fromkeys(asked))


def references(node: Node, kind: str = "segment") -> frozenset[str]:
    """The uids of the segments (lists, groups) the rule reads."""
    return frozenset(leaf.uid for leaf in leaves(node) if isinstance(leaf, Member) and leaf.kind == kind)
