"""From JSON to a typed rule; whatever is wrong is named by its JSON pointer (domain C6)."""

from collections.abc import Callable, Mapping
from typing import Any

from tuanke.kit.rules.errors import RuleError
from tuanke.kit.rules.events_parsing import aggregate, occurrence, sequence
from tuanke.kit.rules.nodes import All, AnyOf, Bucket, Comparison, Everyone, Leaf, Member, Node, Not
from tuanke.kit.rules.values import LONGEST_TEXT, read_comparison, whole
from tuanke.kit.rules.vocabulary import Vocabulary

DEPTH, NODES = 8, 200
VERSION = 1
GROUPS: Mapping[str, type[All] | type[AnyOf]] = {"all": All, "any": AnyOf}
MEMBERS = {"in_segment": "segment", "in_list": "list", "in_group": "group"}


def parse(data: object, vocabulary: Vocabulary) -> Node:
    """The typed rule. Raises RuleError for anything outside the grammar, the vocabulary or the limits."""
    if isinstance(data, dict) and "v" in data:
        if data["v"] != VERSION:
            raise RuleError("/v", "unknown_version")
        _only(data, {"v", "root"}, "")
        return _Parser(vocabulary).node(data.get("root"), "/root", 1)
    return _Parser(vocabulary).node(data, "", 1)


class _Parser:
    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._count = 0

    def node(self, data: object, pointer: str, depth: int) -> Node:
        self._count += 1
        if depth > DEPTH:
            raise RuleError(pointer, "too_deep")
        if self._count > NODES:
            raise RuleError(pointer, "too_many_nodes")
        if not isinstance(data, dict):
            raise RuleError(pointer, "not_a_node")
        for key, read in LEAVES.items():
            if key in data:
                return read(data, pointer, self._vocabulary)
        if len(data) != 1 or (key := next(iter(data))) not in {*GROUPS, "not"}:
            raise RuleError(pointer, "not_a_node")
        if key == "not":
            return Not(self.node(data[key], f"{pointer}/not", depth + 1))
        return self._group(key, data[key], f"{pointer}/{key}", depth)

    def _group(self, key: str, children: object, pointer: str, depth: int) -> Node:
        if not isinstance(children, list) or not children:
            raise RuleError(pointer, "no_conditions")
        nodes = (self.node(child, f"{pointer}/{i}", depth + 1) for i, child in enumerate(children))
        return GROUPS[key](tuple(nodes))


def _comparison(data: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> Leaf:
    _only(data, {"attr", "op", "value"}, pointer)
    name = data["attr"]
    if not isinstance(name, str) or name not in vocabulary.attributes:
        raise RuleError(f"{pointer}/attr", "unknown_attribute")
    return Comparison(name, *read_comparison(vocabulary.attributes[name], data, pointer))


def _member(data: Mapping[str, Any], pointer: str, vocabulary: Vocabulary) -> Leaf:
    key = next(key for key in MEMBERS if key in data)
    _only(data, {key}, pointer)
    kind, uid = MEMBERS[key], data[key]
    if not isinstance(uid, str) or uid not in vocabulary.members.get(kind, ()):
        raise RuleError(f"{pointer}/{key}", f"unknown_{kind}")
    return Member(kind, uid)


def _bucket(data: Mapping[str, Any], pointer: str, _vocabulary: Vocabulary) -> Leaf:
    _only(data, {"bucket"}, pointer)
    inside, pointer = data["bucket"], f"{pointer}/bucket"
    if not isinstance(inside, dict):
        raise RuleError(pointer, "wrong_type")
    _only(inside, {"salt", "from", "to"}, pointer)
    salt = inside.get("salt")
    if not isinstance(salt, str) or len(salt) > LONGEST_TEXT:
        raise RuleError(f"{pointer}/salt", "wrong_type")
    first = whole(inside.get("from"), f"{pointer}/from", most=999)
    return Bucket(salt, first, whole(inside.get("to"), f"{pointer}/to", least=first, most=999))


def _everyone(data: Mapping[str, Any], pointer: str, _vocabulary: Vocabulary) -> Leaf:
    if data != {"everyone": True}:
        raise RuleError(pointer, "not_a_node")
    return Everyone()


def _only(data: Mapping[str, Any], known: set[str], pointer: str) -> None:
    for key in data:
        if key not in known:
            raise RuleError(f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}", "unknown_key")


LEAVES: Mapping[str, Callable[[Mapping[str, Any], str, Vocabulary], Leaf]] = {
    "attr": _comparison,
    "agg": aggregate,
    "event": occurrence,
    "seq": sequence,
    **dict.fromkeys(MEMBERS, _member),
    "bucket": _bucket,
    "everyone": _everyone,
}
