"""Values that are rows of their own, as rows of VALUES: one statement for all attributes that have such."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tuanke.customers.selectors.customers import standing_for
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
    in_rows = [source for source in sources.values() if isinstance(source.path, RuleValues)]
    # attributes that share their rows are read together
    each = {source.path.rows if source.path.are_named else source.name: source for source in in_rows}
    selects = [_select(source, customer_ids) for source in each.values()]
    query = " UNION ALL ".join(select for select, _values in selects)
    return fetch(query, [value for _select, values in selects for value in values], VALUES.to_pyarrow())


def _select(source: RuleAttribute, customer_ids: Sequence[int] | None) -> tuple[str, list[Any]]:
    path: RuleValues = source.path
    rows: QuerySet[Any] = path.rows()
    if customer_ids is not None:
        mine = standing_for(list(customer_ids)) if path.stay else list(customer_ids)
        rows = rows.filter(**{f"{path.customer}__in": mine})
    whose = ["asked_customer_id", *(["asked_name"] if path.are_named else [])]
    if path.order and source.attribute.type not in SEVERAL:
        rows = rows.order_by(*whose, *path.order).distinct(*whose)
    names = (*whose, "asked_value", *(["asked_until"] if path.ends else []))
    query, values = rows.values_list(*names).query.sql_with_params()
    told = ", ".join(["c", *("n" if path.are_named else ""), "v", *("u" if path.ends else "")])
    columns = ", ".join(["c", "n" if path.are_named else "%s", *_columns(source)])
    its_name = [] if path.are_named else [source.name]
    return f"SELECT {columns} FROM ({query}) AS q ({told})", [*its_name, *values]


def _columns(source: RuleAttribute) -> Iterator[str]:
    """The value in the column of its type, and when it ends."""
    mine = COLUMNS.get(source.attribute.type, "text")
    for column, cast in CASTS.items():
        yield cast if column == mine else f"NULL{cast.removeprefix('v')}"
    yield "u AT TIME ZONE 'UTC'" if source.path.ends else "NULL::timestamp"
