"""Values of a customer that are rows of their own: one pass over their table for everything a rule asks of them."""

from collections.abc import Mapping
from datetime import UTC

import ibis
import ibis.expr.types as ir

from tuanke.kit.rules import Attribute, Comparison
from tuanke.kit.rules.anniversaries import anniversaries_in
from tuanke.kit.rules.vocabulary import MOVING, PRESENCE
from tuanke.kit.rules.windows import AsOf
from tuanke.segments.domain.comparing import holds

SEVERAL = ("set", "anniversary")
COLUMNS = {"number": "number", "money": "number", "anniversary": "number", "day": "day"}  # of others: text


def by_customer(
    leaves: Mapping[str, Comparison], values: ir.Table, attributes: Mapping[str, Attribute], as_of: AsOf
) -> ir.Table:
    """One row per customer who has any of it; of each leaf (by name) the column that `answer` reads."""
    now = ibis.literal(as_of.at.astimezone(UTC).replace(tzinfo=None))
    is_asked = values["name"].isin(sorted({leaf.attr for leaf in leaves.values()}))
    held = values.filter(is_asked & (values["until"].isnull() | (values["until"] > now)))
    measures = {
        f"{name}_has": _measure(held, leaf, attributes[leaf.attr], as_of) for name, leaf in leaves.items()
    }
    return held.group_by("customer_id").aggregate(**measures)


def answer(
    table: ir.Table, name: str, leaf: Comparison, attribute: Attribute, as_of: AsOf
) -> ir.BooleanValue:
    """Whether the leaf holds, from its column joined to the customer's row."""
    has = table[f"{name}_has"]
    if attribute.type not in SEVERAL:
        return holds(has, leaf, as_of)
    if leaf.op in {"has_none", "is_not_set"}:
        return has.fill_null(0) == 0
    return has.fill_null(0) >= (len(set(leaf.value)) if leaf.op == "has_all" else 1)


def _measure(held: ir.Table, leaf: Comparison, attribute: Attribute, as_of: AsOf) -> ir.Value:
    """The one value there is; of several values, how many different ones are asked for."""
    is_mine = held["name"] == leaf.attr
    column = held[COLUMNS.get(attribute.type, "text")]
    if attribute.type not in SEVERAL:
        value = column.max(where=is_mine)
        return value.cast("int64") if attribute.type == "money" else value
    if leaf.op in PRESENCE:
        return column.nunique(where=is_mine)
    asked = anniversaries_in(leaf.value, as_of.day) if leaf.op in MOVING else leaf.value
    return column.nunique(where=is_mine & column.isin(asked))
