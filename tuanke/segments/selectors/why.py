"""Why a customer is in a segment, or is not: every condition with its answer and the value behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F

from tuanke.customers.selectors.customers import list_active
from tuanke.kit.rules import Aggregate, All, AnyOf, Comparison, Node, Not, Occurrence, RuleAttribute
from tuanke.kit.rules.nodes import Leaf, leaves
from tuanke.segments.domain.having import SEVERAL
from tuanke.segments.models import Segment, SegmentPin
from tuanke.segments.selectors.compiling import asked_at, to_query
from tuanke.segments.selectors.happening import rows_of
from tuanke.segments.selectors.having import value_of
from tuanke.segments.selectors.vocabulary import Sources, get_event, sources_of
from tuanke.segments.selectors.wording import in_words, read_back

SHOWN = 5  # of what happened, the latest


@dataclass(frozen=True)
class Answer:
    """One part of a rule for one customer. `kind`: all, any, not or leaf; `value`: what was compared.

    Of what happened the value is the moments, the latest first, and of a set its values in words; None where
    there is nothing.
    """

    kind: str
    sentence: str
    holds: bool
    value: Any
    parts: tuple["Answer", ...] = ()
    leaf: Leaf | None = None
    source: RuleAttribute | None = None


def explain(node: Node, customer_id: int, *, at: datetime) -> Answer | None:
    """The rule taken apart for one customer; None for somebody who is not in the archive (any more)."""
    asked, sources = dict.fromkeys(leaves(node)), sources_of(node)
    names = {leaf: f"leaf{number}" for number, leaf in enumerate(asked)}
    answers: dict[str, Any] = {
        name: ExpressionWrapper(to_query(leaf, at=at, sources=sources), output_field=BooleanField())
        for leaf, name in names.items()
    }
    values = {
        f"{name}_value": value_of(sources[leaf.attr], asked_at(at))
        for leaf, name in names.items()
        if isinstance(leaf, Comparison)
    }
    row: dict[str, Any] | None = list_active([customer_id]).values(**answers, **values).first()  # type: ignore[assignment]
    if row is None:
        return None
    found = {leaf: (bool(row[name]), row.get(f"{name}_value")) for leaf, name in names.items()}
    found |= {
        leaf: (found[leaf][0], in_words(sources[leaf.attr], found[leaf][1]))
        for leaf in asked
        if isinstance(leaf, Comparison) and sources[leaf.attr].attribute.type in SEVERAL
    }
    for leaf in asked:
        if isinstance(leaf, Occurrence | Aggregate):
            found[leaf] = (found[leaf][0], _moments(leaf, customer_id, at))
    return _answer(node, found, sources)


def find_pin(segment: Segment, customer_id: int) -> SegmentPin | None:
    """Whether somebody decided it by hand."""
    return SegmentPin.objects.select_related("by").filter(segment=segment, customer=customer_id).first()


def _moments(leaf: Occurrence | Aggregate, customer_id: int, at: datetime) -> list[datetime] | None:
    event = get_event(leaf.happened.event)
    rows = rows_of(leaf.happened, asked_at(at)).filter(event.of(customer_id))
    moment = f"asked_{event.at}"
    found = rows.annotate(moment=F(moment)).order_by("-moment").values_list("moment", flat=True).distinct()
    return list(found[:SHOWN]) or None


def _answer(node: Node, found: Mapping[Leaf, tuple[bool, Any]], sources: Sources) -> Answer:
    sentence = read_back(node, sources)
    if isinstance(node, Not):
        inner = _answer(node.node, found, sources)
        return Answer("not", sentence, not inner.holds, None, (inner,))
    if isinstance(node, All | AnyOf):
        parts = tuple(_answer(child, found, sources) for child in node.nodes)
        is_all = isinstance(node, All)
        holds = (all if is_all else any)(part.holds for part in parts)
        return Answer("all" if is_all else "any", sentence, holds, None, parts)
    holds, value = found[node]
    source = sources[node.attr] if isinstance(node, Comparison) else None
    return Answer("leaf", sentence, holds, value, leaf=node, source=source)
