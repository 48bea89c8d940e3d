"""Conditions as data: the one grammar for segments and everything else that selects customers (domain C2).

    rule   := {"v": 1, "root": node} | node
    node   := {"all": [node, …]} | {"any": [node, …]} | {"not": node} | leaf
    leaf   := {"attr": name, "op": op, "value": v}
            | {"event": name, "where": [predicate, …], "within": window, "count": {"op": op, "value": n}}
            | {"agg": function, "of": field, "event": name, "where": […], "within": window, "op": op, "value": v}
            | {"seq": [happened, happened, …], "gap": {"n": 7, "unit": "hour" | "day" | "week"}}
            | {"in_segment": uid} | {"in_list": uid} | {"in_group": uid}
            | {"bucket": {"salt": text, "from": 0, "to": 999}} | {"everyone": true}
    window := "ever" | {"last": n, "unit": u} | {"before_last": n, "unit": u} | {"rolling_hours": n}
            | {"from": day, "to": day} | {"lunar": festival, "offset_days": [a, b], "year": "this" | "last"}

Two-valued: a comparison with a missing value is false, and its `not` is true. Bad input names the node by a
JSON pointer.
"""

from tuanke.kit.rules.errors import RuleError
from tuanke.kit.rules.nodes import (
    Aggregate,
    All,
    AnyOf,
    Bucket,
    Comparison,
    Everyone,
    Happened,
    Member,
    Node,
    Not,
    Occurrence,
    Sequence,
)
from tuanke.kit.rules.parsing import DEPTH, NODES, parse
from tuanke.kit.rules.vocabulary import (
    Attribute,
    RuleAttribute,
    RuleEvent,
    RuleField,
    RuleValues,
    Vocabulary,
)
from tuanke.kit.rules.writing import saved_form, to_json

__all__ = [
    "DEPTH",
    "NODES",
    "Aggregate",
    "All",
    "AnyOf",
    "Attribute",
    "Bucket",
    "Comparison",
    "Everyone",
    "Happened",
    "Member",
    "Node",
    "Not",
    "Occurrence",
    "RuleAttribute",
    "RuleError",
    "RuleEvent",
    "RuleField",
    "RuleValues",
    "Sequence",
    "Vocabulary",
    "parse",
    "saved_form",
    "to_json",
]
