from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuanke.kit.rules import DEPTH, Attribute, RuleError, parse, to_json

ATTRIBUTES = {
    "class.value": Attribute("choice", ("high_value", "ordinary")),
    "score.orders": Attribute("number"),
    "city": Attribute("text"),
}
LEAVES = st.one_of(
    st.builds(
        lambda op, value: {"attr": "class.value", "op": op, "value": value},
        st.sampled_from(["eq", "ne"]),
        st.sampled_from(["high_value", "ordinary"]),
    ),
    st.builds(
        lambda op, value: {"attr": "score.orders", "op": op, "value": value},
        st.sampled_from(["eq", "lt", "ge"]),
        st.integers(-5, 5),
    ),
    st.just({"attr": "city", "op": "is_set", "value": None}),
)
RULES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda nodes: {"all": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda nodes: {"any": nodes}, st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda node: {"not": node}, inner),
    ),
    max_leaves=6,
).filter(lambda rule: depth(rule) <= DEPTH)


def depth(rule: dict[str, Any]) -> int:
    if "attr" in rule:
        return 1
    inner = next(iter(rule.values()))
    return 1 + max(depth(node) for node in (inner if isinstance(inner, list) else [inner]))


@given(RULES)
def test_a_rule_reads_back_as_it_was_written(rule: object) -> None:
    node = parse(rule, ATTRIBUTES)
    assert parse(to_json(node), ATTRIBUTES) == node
    assert to_json(node) == rule


@pytest.mark.parametrize(
    ("rule", "pointer", "code"),
    [
        (None, "", "not_a_node"),
        ({}, "", "not_a_node"),
        ({"all": []}, "/all", "no_conditions"),
        ({"all": [{"attr": "nose", "op": "eq", "value": 1}]}, "/all/0/attr", "unknown_attribute"),
        ({"not": {"attr": "city", "op": "lt", "value": "x"}}, "/not/op", "unknown_operator"),
        ({"any": [{"attr": "class.value", "op": "eq", "value": "gold"}]}, "/any/0/value", "wrong_type"),
        ({"attr": "score.orders", "op": "between", "value": [9, 1]}, "/value", "needs_a_range"),
        ({"attr": "score.orders", "op": "eq", "value": True}, "/value", "wrong_type"),
        ({"attr": "city", "op": "in", "value": []}, "/value", "needs_a_list"),
        ({"attr": "city", "op": "in", "value": ["x"] * 5_001}, "/value", "needs_a_list"),
        ({"all": [{"attr": "city", "op": "is_set"}] * 201}, "/all/199", "too_many_nodes"),
    ],
)
def test_bad_input_names_the_node_at_fault(rule: object, pointer: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse(rule, ATTRIBUTES)
    assert (caught.value.pointer, caught.value.code) == (pointer, code)


def test_depth_is_limited() -> None:
    rule: object = {"attr": "city", "op": "is_set"}
    for _ in range(DEPTH):
        rule = {"not": rule}
    with pytest.raises(RuleError, match="too_deep"):
        parse(rule, ATTRIBUTES)
