"""Conditions as data: the one grammar for segments and, later, everything else that selects customers.

    node := {"all": [node, …]} | {"any": [node, …]} | {"not": node} | {"attr": name, "op": op, "value": v}

Two-valued: a comparison with a missing value is false, and its `not` is true. Bad input names the node by a
JSON pointer. (Domain C2; events, windows and segment references come with the segments issue.)
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

DEPTH, NODES, VALUES = 8, 200, 5_000

AttributeType = Literal["choice", "number", "money", "day", "text"]
CHOOSING = ("eq", "ne", "in", "not_in")
COMPARING = ("eq", "ne", "lt", "le", "gt", "ge", "between")
OPS: Mapping[AttributeType, tuple[str, ...]] = {
    "choice": CHOOSING,
    "text": (*CHOOSING, "contains"),
    "number": COMPARING,
    "money": COMPARING,
    "day": COMPARING,
}
PRESENCE = ("is_set", "is_not_set")


class RuleError(ValueError):
    """`pointer` is the JSON pointer of the node at fault; `code` says what is wrong with it."""

    def __init__(self, pointer: str, code: str) -> None:
        super().__init__(f"{pointer}: {code}")
        self.pointer = pointer
        self.code = code


@dataclass(frozen=True)
class Attribute:
    """Something a condition may ask for. `choices` are the values of a choice; empty means any."""

    type: AttributeType
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleAttribute:
    """An attribute as a room offers it: `path` leads from the customer's row to the value.

    `label` and the values of `value_labels` are texts, or lazy ones.
    """

    name: str
    attribute: Attribute
    path: str
    label: object
    value_labels: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Leaf:
    attr: str
    op: str
    value: Any = None


@dataclass(frozen=True)
class All:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    nodes: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    node: "Node"


Node = Leaf | All | AnyOf | Not
GROUPS: Mapping[str, type[All] | type[AnyOf]] = {"all": All, "any": AnyOf}


def parse(data: object, attributes: Mapping[str, Attribute]) -> Node:
    """The typed rule. Raises RuleError for anything outside the grammar, the attributes or the limits."""
    count = [0]
    return _node(data, attributes, "", 1, count)


def to_json(node: Node) -> dict[str, Any]:
    """What `parse` reads back as the same rule."""
    if isinstance(node, Leaf):
        return {"attr": node.attr, "op": node.op, "value": node.value}
    if isinstance(node, Not):
        return {"not": to_json(node.node)}
    key = "all" if isinstance(node, All) else "any"
    return {key: [to_json(child) for child in node.nodes]}


def _node(
    data: object, attributes: Mapping[str, Attribute], pointer: str, depth: int, count: list[int]
) -> Node:
    count[0] += 1
    if depth > DEPTH:
        raise RuleError(pointer, "too_deep")
    if count[0] > NODES:
        raise RuleError(pointer, "too_many_nodes")
    if not isinstance(data, dict):
        raise RuleError(pointer, "not_a_node")
    if "attr" in data:
        return _leaf(data, attributes, pointer)
    if len(data) != 1 or (key := next(iter(data))) not in {*GROUPS, "not"}:
        raise RuleError(pointer, "not_a_node")
    if key == "not":
        return Not(_node(data[key], attributes, f"{pointer}/not", depth + 1, count))
    children = data[key]
    if not isinstance(children, list) or not children:
        raise RuleError(f"{pointer}/{key}", "no_conditions")
    return GROUPS[key](
        tuple(
            _node(child, attributes, f"{pointer}/{key}/{i}", depth + 1, count)
            for i, child in enumerate(children)
        )
    )


def _leaf(data: Mapping[str, Any], attributes: Mapping[str, Attribute], pointer: str) -> Leaf:
    attribute = attributes.get(str(data["attr"]))
    if attribute is None:
        raise RuleError(f"{pointer}/attr", "unknown_attribute")
    op, value = data.get("op"), data.get("value")
    if op in PRESENCE:
        return Leaf(str(data["attr"]), str(op))
    if op not in OPS[attribute.type]:
        raise RuleError(f"{pointer}/op", "unknown_operator")
    _check_value(attribute, str(op), value, f"{pointer}/value")
    return Leaf(str(data["attr"]), str(op), value)


def _check_value(attribute: Attribute, op: str, value: object, pointer: str) -> None:
    if op in {"in", "not_in"}:
        if not isinstance(value, list) or not 0 < len(value) <= VALUES:
            raise RuleError(pointer, "needs_a_list")
        values = value
    elif op == "between":
        if not isinstance(value, list) or len(value) != 2 or value[0] > value[1]:  # noqa: PLR2004
            raise RuleError(pointer, "needs_a_range")
        values = value
    else:
        values = [value]
    for one in values:
        if not _fits(attribute, one):
            raise RuleError(pointer, "wrong_type")


def _fits(attribute: Attribute, value: object) -> bool:
    if attribute.type in {"number", "money"}:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str) and (not attribute.choices or value in attribute.choices)
