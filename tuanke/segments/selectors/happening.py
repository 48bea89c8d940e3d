"""What happened to one customer, as conditions of PostgreSQL: subqueries by the customer's index."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    DecimalField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull

from tuanke.kit.rules import Aggregate, Happened, Occurrence, RuleEvent, Sequence
from tuanke.kit.rules.vocabulary import PICKING
from tuanke.kit.rules.windows import AsOf, bounds
from tuanke.segments.selectors.comparing import compare, holds
from tuanke.segments.selectors.vocabulary import get_event

ONE = {("ge", 1), ("gt", 0), ("ne", 0)}
NONE = {("eq", 0), ("lt", 1), ("le", 0)}


def happened(leaf: Occurrence | Aggregate, as_of: AsOf) -> Q:
    event = get_event(leaf.happened.event)
    rows = rows_of(leaf.happened, as_of).filter(event.of(OuterRef("pk")))
    if isinstance(leaf, Occurrence):
        return _occurred(leaf, rows, event)
    value = _aggregated(leaf, rows, event)
    if leaf.op in {"is_set", "is_not_set"}:
        return Q(IsNull(value, leaf.op == "is_not_set"))
    return Q(IsNull(value, False)) & compare(value, leaf.op, leaf.value)  # noqa: FBT003


def followed(sequence: Sequence, as_of: AsOf) -> Q:
    """One thing after the other: a chain of subqueries, each looking from its step to the next."""
    rows = _steps_from(0, sequence, as_of)
    return Q(Exists(rows))


def _steps_from(number: int, sequence: Sequence, as_of: AsOf) -> QuerySet[Any]:
    step = sequence.steps[number]
    event = get_event(step.event)
    customer = OuterRef("pk")
    for _ in range(number):
        customer = OuterRef(customer)
    rows = rows_of(step, as_of).filter(event.of(customer))
    if number:
        before = f"asked_{get_event(sequence.steps[number - 1].event).at}"
        latest = OuterRef(before) + Value(timedelta(hours=sequence.gap_hours))
        rows = rows.filter(**{f"asked_{event.at}__gt": OuterRef(before), f"asked_{event.at}__lte": latest})
    if number + 1 < len(sequence.steps):
        rows = rows.filter(Exists(_steps_from(number + 1, sequence, as_of)))
    return rows


def rows_of(asked: Happened, as_of: AsOf) -> QuerySet[Any]:
    """What happened to anybody, within the window and with every predicate."""
    within = bounds(asked.within, as_of)
    return rows_in(asked, as_of, within.start, within.end)


def rows_in(asked: Happened, as_of: AsOf, start: datetime | None, end: datetime) -> QuerySet[Any]:
    """The same for other bounds, [start, end)."""
    event = get_event(asked.event)
    moment = f"asked_{event.at}"
    rows: QuerySet[Any] = event.rows().filter(**{f"{moment}__lt": end})
    if start is not None:
        rows = rows.filter(**{f"{moment}__gte": start})
    for predicate in asked.where:
        field = event.fields[predicate.attr]
        is_text = field.attribute.type in {"text", "choice"}
        rows = rows.filter(holds(F(f"asked_{field.column}"), predicate, as_of, is_text=is_text))
    return rows


def _occurred(leaf: Occurrence, rows: QuerySet[Any], event: RuleEvent) -> Q:
    if (leaf.op, leaf.value) in ONE:
        return Q(Exists(rows))
    if (leaf.op, leaf.value) in NONE:
        return ~Q(Exists(rows))
    count = _one(rows, "COUNT", event.counted)
    return compare(count, leaf.op, leaf.value)


def _one(rows: QuerySet[Any], function: str, column: str | None) -> "Subquery[Any]":
    """An aggregate over the rows; distinct values are counted, or without a column the rows."""
    template = "%(function)s(DISTINCT %(expressions)s)" if function == "COUNT" and column else Func.template
    target = F(f"asked_{column}") if column else Value(1)
    number = BigIntegerField() if function == "COUNT" else DecimalField()
    result = Func(target, function=function, template=template, output_field=number)
    return Subquery(rows.order_by().values(result=result), output_field=number)


def _aggregated(leaf: Aggregate, rows: QuerySet[Any], event: RuleEvent) -> Any:
    column = event.fields[leaf.of].column
    if leaf.function == "distinct":
        return _one(rows, "COUNT", column)
    if leaf.function in PICKING:
        sign = "-" if leaf.function == "last" else ""
        order = [f"{sign}asked_{name}" for name in (event.at, *event.later)]
        return Subquery(rows.order_by(*order).values(result=F(f"asked_{column}"))[:1])
    if leaf.function == "sum":
        return Coalesce(_one(rows, "SUM", column), Value(0, output_field=DecimalField()))
    return _one(rows, "AVG" if leaf.function == "avg" else leaf.function.upper(), column)
