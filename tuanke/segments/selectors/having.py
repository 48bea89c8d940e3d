"""Values of a customer that are rows of their own, as conditions of PostgreSQL."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from tuanke.customers.selectors.customers import is_one_of, standing_for
from tuanke.kit.rules import Comparison, RuleAttribute, RuleValues
from tuanke.kit.rules.anniversaries import anniversaries_in
from tuanke.kit.rules.vocabulary import MOVING, PRESENCE
from tuanke.kit.rules.windows import AsOf
from tuanke.segments.domain.having import SEVERAL
from tuanke.segments.selectors.comparing import holds


def has(source: RuleAttribute, leaf: Comparison, as_of: AsOf) -> Q:
    """Of an attribute whose path is RuleValues."""
    if source.attribute.type not in SEVERAL:
        return holds(_value(source, as_of), leaf, as_of, is_text=False)
    rows = _rows(source)
    if leaf.op not in PRESENCE:
        asked = anniversaries_in(leaf.value, as_of.day) if leaf.op in MOVING else leaf.value
        rows = rows.filter(asked_value__in=asked)
    if leaf.op == "has_all":
        return Q(Exists(_with_all(rows, len(set(leaf.value)))))
    return ~Q(Exists(rows)) if leaf.op in {"has_none", "is_not_set"} else Q(Exists(rows))


def value_of(source: RuleAttribute, as_of: AsOf) -> Any:
    """What the customer has: the value, or of several a list."""
    if not isinstance(source.path, RuleValues):
        return F(source.path) if isinstance(source.path, str) else source.path
    if source.attribute.type in SEVERAL:
        return ArraySubquery(_rows(source).order_by("asked_value").values("asked_value"))
    return _value(source, as_of)


def rows_of(source: RuleAttribute) -> QuerySet[Any]:
    """Of everybody."""
    rows: QuerySet[Any] = source.path.rows()
    return rows.filter(asked_name=source.name) if source.path.are_named else rows


def _value(source: RuleAttribute, as_of: AsOf) -> Any:
    rows, values = _rows(source), source.path
    if values.ends:
        lasts = Q(asked_until__isnull=True) | Q(asked_until__gt=as_of.at)
        rows = rows.annotate(asked_now=Case(When(lasts, then=F("asked_value"))))
    found = rows.order_by(*values.order).values("asked_now" if values.ends else "asked_value")
    return Subquery(found[:1])


def _rows(source: RuleAttribute) -> QuerySet[Any]:
    """Those of the customer of the outer query."""
    customer = source.path.customer
    if source.path.stay:
        return rows_of(source).filter(is_one_of(customer, standing_for(OuterRef(OuterRef("pk")))))
    return rows_of(source).filter(**{customer: OuterRef("pk")})


def _with_all(rows: QuerySet[Any], number: int) -> QuerySet[Any]:
    different = rows.order_by().annotate(asked_group=Value(1)).values("asked_group")
    found: QuerySet[Any] = different.annotate(found=Count("asked_value", distinct=True))
    return found.filter(found=number).values("found")
