"""Values that are rows of their own, as rows of VALUES: one statement for all attributes that have such."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tuanke.customers.selectors.customers import standing_for_any
from tuanke.facts.services.copying import fetch
from tuanke.kit.rules import RuleAttribute, RuleValues
from tuanke.segments.domain.expression import VALUES
from tuanke.segments.domain.having import COLUMNS, SEVERAL
from tuanke.segments.selectors.vocabulary import Sources

if TYPE_CHECKING:
    from django.db.models import QuerySet

CASTS = {"text": "v::text", "number": "v::double precision", "day": "v::date"}


def read(sources: Sources, customer_ids: Sequence[int] | None) -> pa.Table:
    """Of these customers, or of everybody, as PostgreSQL has them in the caller's transaction."""
    selects, values = [], []
    for source in sources.values():
        if isinstance(source.path, RuleValues):
            select, its_values = _select(source, source.path, customer_ids)
            selects.append(select)
            values += its_values
    wanted = VALUES.to_pyarrow()
    return fetch(" UNION ALL ".join(selects), values, wanted) if selects else wanted.empty_table()


def _select(
    source: RuleAttribute, path: RuleValues, customer_ids: Sequence[int] | None
) -> tuple[str, list[Any]]:
    rows: QuerySet[Any] = path.rows()
    if customer_ids is not None:
        mine = standing_for_any(customer_ids) if path.stay else list(customer_ids)
        rows = rows.filter(**{f"{path.customer}__in": mine})
    if path.order and source.attribute.type not in SEVERAL:
        rows = rows.order_by("asked_customer_id", *path.order).distinct("asked_customer_id")
    names = ("asked_customer_id", "asked_value", *(["asked_until"] if path.ends else []))
    query, values = rows.values_list(*names).query.sql_with_params()
    columns = ", ".join(_columns(source, path))
    told = "q (c, v, u)" if path.ends else "q (c, v)"
    return f"SELECT c, %s, {columns} FROM ({query}) AS {told}", [source.name, *values]


def _columns(source: RuleAttribute, path: RuleValues) -> Iterator[str]:
    """The value in the column of its type, and when it ends."""
    mine = COLUMNS.get(source.attribute.type, "text")
    for column, cast in CASTS.items():
        yield cast if column == mine else f"NULL{cast.removeprefix('v')}"
    yield "u AT TIME ZONE 'UTC'" if path.ends else "NULL::timestamp"
