"""Set mode: a rule as one Ibis expression over the fact store, on DuckDB and on Spark (domain C3)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from tuanke.kit.rules import (
    Aggregate,
    All,
    AnyOf,
    Attribute,
    Bucket,
    Comparison,
    Member,
    Node,
    Not,
    Occurrence,
    RuleEvent,
    Sequence,
)
from tuanke.kit.rules.hashing import bucket_of
from tuanke.kit.rules.nodes import Leaf, leaves
from tuanke.kit.rules.windows import AsOf
from tuanke.segments.domain import happening, having
from tuanke.segments.domain.comparing import holds
from tuanke.segments.domain.following import who_followed


@dataclass(frozen=True)
class Tables:
    """`customers`: a row for everybody who can be a member, with `customer_id` and the attributes' columns.

    `facts`: fact table by name. `members`: who (customer_id) is in what the rule refers to. `values`: VALUES of
    the attributes that are rows of their own (`in_rows`).
    """

    customers: ir.Table
    facts: Mapping[str, ir.Table]
    members: Mapping[Member, ir.Table]
    values: ir.Table
    in_rows: Mapping[str, Attribute]


VALUES = ibis.schema(
    {
        "customer_id": "int64",
        "name": "string",  # of the attribute; the value is in the one column that fits its type
        "text": "string",
        "number": "float64",
        "day": "date",
        "until": "timestamp",  # UTC, without a zone; NULL: it does not end
    }
)


def column_of(attribute: str) -> str:
    """The column of `customers` an attribute is in: engines differ on dots in names."""
    return attribute.replace(".", "_")


def members(node: Node, tables: Tables, events: Mapping[str, RuleEvent], as_of: AsOf) -> ir.Table:
    """The ids (`customer_id`) of those the rule holds for at that moment. Executes nothing."""
    answered = evaluate({"is_member": node}, tables, events, as_of)
    return answered.filter(answered.is_member).select("customer_id")


def evaluate(
    nodes: Mapping[str, Node], tables: Tables, events: Mapping[str, RuleEvent], as_of: AsOf
) -> ir.Table:
    """`customer_id` and a boolean per rule, never null: any number of rules in one pass over each fact table."""
    asked = {
        leaf: f"leaf{i}"
        for i, leaf in enumerate(dict.fromkeys(leaf for node in nodes.values() for leaf in leaves(node)))
    }
    by_name = {name: leaf for leaf, name in asked.items()}
    joined = _with_values(_with_events(tables, by_name, events, as_of), tables, by_name, as_of)
    for name, leaf in by_name.items():
        if isinstance(leaf, Member):
            joined = _marked(joined, tables.members[leaf], name)
        elif isinstance(leaf, Sequence):
            joined = _marked(joined, who_followed(leaf, tables.facts, events, as_of), name)
    answers = {leaf: _answer(joined, tables, name, leaf, as_of) for leaf, name in asked.items()}
    combined = {name: _combine(node, answers) for name, node in nodes.items()}
    return joined.select("customer_id", **combined)


def _with_events(
    tables: Tables, asked: Mapping[str, Leaf], events: Mapping[str, RuleEvent], as_of: AsOf
) -> ir.Table:
    """The customers' rows with what happened to each, joined once per fact table."""
    by_table: dict[str, dict[str, Occurrence | Aggregate]] = {}
    for name, leaf in asked.items():
        if isinstance(leaf, Occurrence | Aggregate):
            by_table.setdefault(events[leaf.happened.event].table, {})[name] = leaf
    joined = tables.customers
    for table, wanted in by_table.items():
        happened = happening.by_customer(wanted, tables.facts[table], events, as_of)
        joined = _join(joined, happened, f"of_{table}")
    return joined


def _with_values(joined: ir.Table, tables: Tables, asked: Mapping[str, Leaf], as_of: AsOf) -> ir.Table:
    """With what each customer has in rows of their own."""
    wanted = {
        name: leaf
        for name, leaf in asked.items()
        if isinstance(leaf, Comparison) and leaf.attr in tables.in_rows
    }
    if not wanted:
        return joined
    return _join(joined, having.by_customer(wanted, tables.values, tables.in_rows, as_of), "of_values")


def _marked(joined: ir.Table, inside: ir.Table, name: str) -> ir.Table:
    """With a column that is true for those inside, and null for the others."""
    marks = inside.select("customer_id").distinct().mutate(**{f"{name}_in": True})
    return _join(joined, marks, name)


def _join(left: ir.Table, right: ir.Table, name: str) -> ir.Table:
    key = f"{name}_customer"
    return left.left_join(right.rename({key: "customer_id"}), left.customer_id == right.customer_id).drop(key)


def _answer(table: ir.Table, tables: Tables, name: str, leaf: Leaf, as_of: AsOf) -> ir.BooleanValue:
    if isinstance(leaf, Comparison) and leaf.attr in tables.in_rows:
        return having.answer(table, name, leaf, tables.in_rows[leaf.attr], as_of)
    if isinstance(leaf, Comparison):
        return holds(table[column_of(leaf.attr)], leaf, as_of)
    if isinstance(leaf, Occurrence | Aggregate):
        return happening.answer(table, name, leaf)
    if isinstance(leaf, Member | Sequence):
        return table[f"{name}_in"].notnull()
    if isinstance(leaf, Bucket):
        return bucket_of(table.customer_id, leaf.salt).between(leaf.first, leaf.last)
    return ibis.literal(value=True)


def _combine(node: Node, answers: Mapping[Leaf, ir.BooleanValue]) -> ir.BooleanValue:
    if isinstance(node, Not):
        return ~_combine(node.node, answers)
    if isinstance(node, All | AnyOf):
        join = and_ if isinstance(node, All) else or_
        return reduce(join, (_combine(child, answers) for child in node.nodes))
    return answers[node]
