"""What a rule selects while somebody still writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow.compute as pc
from django.db.models import Count, Q

from tuanke.customers.selectors.customers import list_customers
from tuanke.kit.rules import Comparison, Node
from tuanke.kit.rules.nodes import leaves
from tuanke.kit.rules.vocabulary import PRESENCE
from tuanke.platform.accounts.domain.permissions import Permission, Scope, Viewer
from tuanke.segments.selectors.compiling import to_query
from tuanke.segments.selectors.segments import among
from tuanke.segments.services.population import open_population

SAMPLE = 10


@dataclass(frozen=True)
class Selection:
    """Of the viewer's customers: how many, ids of the first, and by attribute how many lack a value for it."""

    count: int
    first: Sequence[int]
    without_value: Mapping[str, int]


def select(node: Node, viewer: Viewer, *, at: datetime) -> Selection:
    """Who sees everybody is answered from the fact store; a scope is applied by PostgreSQL, to its few rows."""
    compared = dict.fromkeys(
        leaf.attr for leaf in leaves(node) if isinstance(leaf, Comparison) and leaf.op not in PRESENCE
    )
    marks = {f"without{n}": Comparison(attr, "is_not_set") for n, attr in enumerate(compared)}
    if viewer.scope(Permission.CUSTOMERS_VIEW) is Scope.ALL:
        return _of_everybody(node, marks, at)
    return _of_a_scope(node, marks, viewer, at)


def _of_everybody(node: Node, marks: Mapping[str, Comparison], at: datetime) -> Selection:
    rows = open_population().marked(node, marks, at=at)
    first = np.sort(rows["customer_id"].to_numpy())[:SAMPLE]
    missing = {mark.attr: int(pc.sum(rows[name]).as_py() or 0) for name, mark in marks.items()}
    return Selection(len(rows), first.tolist(), missing)


def _of_a_scope(node: Node, marks: Mapping[str, Comparison], viewer: Viewer, at: datetime) -> Selection:
    rows = among(list_customers(viewer), node, at=at).order_by()
    counts = {name: Count("pk", filter=Q(to_query(mark, at=at))) for name, mark in marks.items()}
    found = rows.aggregate(everybody=Count("pk"), **counts)
    first = list(rows.order_by("pk").values_list("pk", flat=True)[:SAMPLE])
    return Selection(found["everybody"], first, {mark.attr: found[name] for name, mark in marks.items()})
