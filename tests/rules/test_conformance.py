"""Who is in: the fact store's answer and PostgreSQL's equal the rule worked out by hand, for any rule and history.

Two hundred rules by default; RULES=10000 asks that many, which takes minutes.
"""

import os
import random
from pathlib import Path
from typing import Any

import pytest
from django.db.models import BooleanField, ExpressionWrapper

from tests.rules.by_hand import is_member
from tests.rules.history import Shop, make_shop
from tests.rules.random_rules import random_rule
from tuanke.customers.models import Customer
from tuanke.customers.selectors.customers import list_active
from tuanke.facts.services import dirty
from tuanke.facts.services.refresh import refresh
from tuanke.facts.services.store import FactStore
from tuanke.kit.rules import Node, parse
from tuanke.segments.selectors.compiling import to_query
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.services import attribute_rows
from tuanke.segments.services.population import Population

PER_SHOP = 50
HISTORIES = max(4, int(os.environ.get("RULES", "0")) // PER_SHOP)
AT_ONCE = 25
Members = dict[str, set[int]]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_both_modes_say_what_the_rule_means(seed: int, tmp_path: Path) -> None:
    shop = make_shop(seed)
    dice = random.Random(seed)
    rules = {f"r{n}": random_rule(dice, shop.segment) for n in range(PER_SHOP)}
    nodes = {name: parse(rule, grammar()) for name, rule in rules.items()}

    by_hand = {name: {p.pk for p in shop.people if is_member(rule, p, shop)} for name, rule in rules.items()}
    point, whole = {}, {}
    population = _stored(tmp_path)
    names = list(rules)
    for first in range(0, PER_SHOP, AT_ONCE):
        some = {name: nodes[name] for name in names[first : first + AT_ONCE]}
        point |= _by_point(some, shop)
        whole |= _by_set(population, some, shop)

    assert _unlike(rules, by_hand, point) == {}
    assert _unlike(rules, by_hand, whole) == {}
    assert sum(0 < len(found) < len(shop.people) for found in by_hand.values()) > PER_SHOP / 5


def _stored(folder: Path) -> Population:
    store = FactStore(folder)
    dirty.mark_dirty(Customer.objects.values_list("pk", flat=True))
    refresh(store)
    attribute_rows.refresh(store, None)
    return Population(store)


def _by_point(nodes: dict[str, Node], shop: Shop) -> Members:
    asked = {
        name: ExpressionWrapper(to_query(node, at=shop.as_of.at), output_field=BooleanField())
        for name, node in nodes.items()
    }
    rows = list(list_active().values("pk", **asked))
    return {name: {row["pk"] for row in rows if row[name]} for name in nodes}


def _by_set(population: Population, nodes: dict[str, Node], shop: Shop) -> Members:
    rows = population.answers(nodes, at=shop.as_of.at).to_pylist()
    return {name: {row["customer_id"] for row in rows if row[name]} for name in nodes}


def _unlike(rules: dict[str, Any], expected: Members, found: Members) -> dict[str, Any]:
    return {
        name: (rule, expected[name] ^ found[name])
        for name, rule in rules.items()
        if expected[name] != found[name]
    }


def test_the_check_above_finds_a_rule_that_is_read_otherwise(tmp_path: Path) -> None:
    shop = make_shop(0)
    meant = {"event": "order.placed", "where": [], "within": {"last": 30, "unit": "day"}}
    at_least, more_than = ({**meant, "count": {"op": op, "value": 1}} for op in ("ge", "gt"))
    by_hand = {p.pk for p in shop.people if is_member(at_least, p, shop)}
    nodes = {"r": parse(more_than, grammar())}

    assert _by_point(nodes, shop)["r"] < by_hand
    assert _by_set(_stored(tmp_path), nodes, shop)["r"] < by_hand
