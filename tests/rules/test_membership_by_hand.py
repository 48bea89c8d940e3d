"""Who is in: PostgreSQL's answer equals the rule evaluated by hand, also where values are missing."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tuanke.customers.models import Customer
from tuanke.kit.rules import All, AnyOf, Leaf, Node, Not, parse
from tuanke.kit.tests.test_rules import RULES
from tuanke.segments.selectors import segments as selectors
from tuanke.segments.selectors.attributes import grammar

AT = datetime(2026, 1, 31, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def by_hand(node: Node, row: Any) -> bool:
    if isinstance(node, Not):
        return not by_hand(node.node, row)
    if isinstance(node, All):
        return all(by_hand(child, row) for child in node.nodes)
    if isinstance(node, AnyOf):
        return any(by_hand(child, row) for child in node.nodes)
    return _leaf(node, row)


def _leaf(leaf: Leaf, row: Any) -> bool:
    value = {"kind": row.kind, "city": row.city}.get(leaf.attr)
    if leaf.op == "is_set":
        return value is not None
    if value is None:
        return False
    return {"eq": value == leaf.value, "ne": value != leaf.value}[leaf.op]


def shop_rule(rule: Any) -> Any:
    """The random rules of kit, over attributes customers really have; the last has no value for anybody here."""
    names = {"class.value": "kind", "score.orders": "score.orders", "city": "city"}
    if "attr" in rule:
        value = {"high_value": "org", "ordinary": "person"}.get(rule["value"], rule["value"])
        return {**rule, "attr": names[rule["attr"]], "value": value}
    return {
        key: [shop_rule(child) for child in part] if isinstance(part, list) else shop_rule(part)
        for key, part in rule.items()
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rule=RULES)
def test_members_are_those_the_rule_holds_for(rule: Any) -> None:
    Customer.objects.all().delete()
    for kind, city in (("org", "杭州市"), ("person", ""), ("person", "上海市")):
        Customer.objects.create(kind=kind, display_name=city or kind, city=city, created_at=AT)
    node = parse(shop_rule(rule), grammar())
    found = set(selectors.among(Customer.objects.all(), node).values_list("pk", flat=True))
    assert found == {row.pk for row in Customer.objects.all() if by_hand(node, row)}
