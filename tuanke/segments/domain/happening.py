"""What happened to each customer: one pass over a fact table for everything a rule asks of it."""

from collections.abc import Iterable, Mapping
from datetime import UTC
from functools import reduce
from operator import and_, or_
from typing import Any

import ibis
import ibis.expr.types as ir

from tuanke.kit.rules import Aggregate, Comparison, Happened, Occurrence, RuleEvent
from tuanke.kit.rules.vocabulary import ADDING, PICKING, PRESENCE
from tuanke.kit.rules.windows import AsOf, bounds
from tuanke.segments.domain.comparing import COMPARE, compare, holds

Leaf = Occurrence | Aggregate


def by_customer(
    leaves: Mapping[str, Leaf], table: ir.Table, events: Mapping[str, RuleEvent], as_of: AsOf
) -> ir.Table:
    """One row per customer to whom any of it happened; of each leaf (by name) the columns `answer` reads."""
    conditions = {
        happened: condition(table, happened, events[happened.event], as_of)
        for happened in dict.fromkeys(leaf.happened for leaf in leaves.values())
    }
    measures: dict[str, Any] = {}
    for name, leaf in leaves.items():
        event, asked = events[leaf.happened.event], conditions[leaf.happened]
        measures |= {f"{name}_{part}": value for part, value in _measures(table, leaf, event, asked)}
    return table.filter(reduce(or_, conditions.values())).group_by("customer_id").aggregate(**measures)


def answer(table: ir.Table, name: str, leaf: Leaf) -> ir.BooleanValue:
    """Whether the leaf holds, from its columns joined to the customer's row."""
    if isinstance(leaf, Occurrence):
        return COMPARE[leaf.op](table[f"{name}_n"].fill_null(0), leaf.value)
    if leaf.op in PRESENCE:
        return holds(_value(table, name, leaf), Comparison(leaf.of, leaf.op), _NEVER)
    if leaf.function == "avg":
        count = table[f"{name}_n"]
        return (
            count.notnull() & (count > 0) & compare(table[f"{name}_sum"], leaf.op, _times(leaf.value, count))
        )
    return compare(_value(table, name, leaf), leaf.op, leaf.value)


_NEVER: Any = None  # presence does not depend on the day


def _value(table: ir.Table, name: str, leaf: Aggregate) -> ir.Column:
    if leaf.function == "sum":
        return table[f"{name}_sum"].fill_null(0)
    if leaf.function == "distinct":
        return table[f"{name}_n"].fill_null(0)
    if leaf.function in PICKING:
        return table[f"{name}_at"]["value"]
    return table[f"{name}_sum" if leaf.function == "avg" else f"{name}_{leaf.function}"]


def _times(value: Any, count: ir.IntegerColumn) -> Any:
    return tuple(one * count for one in value) if isinstance(value, tuple) else value * count


def condition(table: ir.Table, happened: Happened, event: RuleEvent, as_of: AsOf) -> ir.BooleanValue:
    """Whether a row of the fact table is what is asked for."""
    asked = bounds(happened.within, as_of)
    moment = table[event.at]
    parts = [moment < ibis.literal(asked.end.astimezone(UTC).replace(tzinfo=None))]
    if asked.start is not None:
        parts.append(moment >= ibis.literal(asked.start.astimezone(UTC).replace(tzinfo=None)))
    parts += [compare(table[column], op, value) for column, op, value in event.only]
    for predicate in happened.where:
        parts.append(holds(table[event.fields[predicate.attr].column], predicate, as_of))
    return reduce(and_, parts)


def _measures(
    table: ir.Table, leaf: Leaf, event: RuleEvent, condition: ir.BooleanValue
) -> Iterable[tuple[str, ir.Value]]:
    if isinstance(leaf, Occurrence):
        yield "n", _count(table, event, condition)
        return
    column = table[event.fields[leaf.of].column]
    if leaf.function == "distinct":
        yield "n", column.nunique(where=condition)
    elif leaf.function in PICKING:
        order = {"at": table[event.at], **{name: table[name] for name in event.later}, "value": column}
        row = ibis.struct(order)
        yield "at", row.max(where=condition) if leaf.function == "last" else row.min(where=condition)
    elif leaf.function == "avg":
        yield "n", (condition & column.notnull()).ifelse(1, 0).sum()
        yield "sum", column.sum(where=condition)
    elif leaf.function in ADDING:
        yield leaf.function, getattr(column, leaf.function)(where=condition)


def _count(table: ir.Table, event: RuleEvent, condition: ir.BooleanValue) -> ir.IntegerValue:
    if event.counted is None:
        return condition.ifelse(1, 0).sum()
    return table[event.counted].nunique(where=condition)
