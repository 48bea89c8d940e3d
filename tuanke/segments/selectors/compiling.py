"""Point mode: a rule as a condition of PostgreSQL on a customer's row (domain C3).

Two-valued: a missing value compares as false, also under `not`; blank text is a missing value.
"""

from datetime import datetime
from functools import reduce
from operator import and_, or_

from django.db.models import BooleanField, Exists, F, OuterRef, Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils import timezone

from tuanke.kit.rules import (
    Aggregate,
    All,
    AnyOf,
    Bucket,
    Comparison,
    Member,
    Node,
    Not,
    Occurrence,
    RuleAttribute,
    RuleValues,
    Sequence,
)
from tuanke.kit.rules.hashing import bucket_of
from tuanke.kit.rules.windows import AsOf
from tuanke.segments.selectors.comparing import holds
from tuanke.segments.selectors.happening import followed, happened
from tuanke.segments.selectors.having import has, value_of
from tuanke.segments.selectors.references import customers_in
from tuanke.segments.selectors.vocabulary import Sources, sources_of


def asked_at(at: datetime) -> AsOf:
    """The moment in the shop's zone."""
    return AsOf(at, timezone.get_default_timezone())


def to_query(node: Node, *, at: datetime, sources: Sources | None = None) -> Q:
    """For a queryset of customers; the rule as it stands at that moment.

    `sources`: those the rule asks for, where they are at hand.
    """
    return _query(node, sources_of(node) if sources is None else sources, asked_at(at))


def _query(node: Node, sources: Sources, as_of: AsOf) -> Q:  # noqa: PLR0911  one line per kind of node
    if isinstance(node, Not):
        return ~_query(node.node, sources, as_of)
    if isinstance(node, All | AnyOf):
        join = and_ if isinstance(node, All) else or_
        return reduce(join, (_query(child, sources, as_of) for child in node.nodes))
    if isinstance(node, Comparison):
        return _compared(node, sources[node.attr], as_of)
    if isinstance(node, Occurrence | Aggregate):
        return happened(node, as_of)
    if isinstance(node, Sequence):
        return followed(node, as_of)
    if isinstance(node, Member):
        return Q(Exists(customers_in(node).filter(customer=OuterRef("pk"))))
    if isinstance(node, Bucket):
        return _in_bucket(node)
    return Q(Value(value=True, output_field=BooleanField()))


def _compared(leaf: Comparison, source: RuleAttribute, as_of: AsOf) -> Q:
    if isinstance(source.path, RuleValues):
        return has(source, leaf, as_of)
    return holds(value_of(source, as_of), leaf, as_of, is_text=source.attribute.type in {"text", "choice"})


def _in_bucket(node: Bucket) -> Q:
    number = bucket_of(F("pk"), node.salt)
    return Q(GreaterThanOrEqual(number, node.first)) & Q(LessThanOrEqual(number, node.last))
