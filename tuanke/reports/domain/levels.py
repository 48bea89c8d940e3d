"""Parts of measures per row, per column, per cell and in all: each level is aggregated from the rows.

Distinct customers do not sum, so no level is made of another.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import int64
from tuanke.insights.repurchase import returned
from tuanke.reports.domain.keys import FIRST, REPEAT

Level = tuple[int, ...]  # the numbers of the breakdowns it is by
COLUMNS = ("level", "k0", "o0", "k1", "o1")


def levels_of(by: int, *, with_cells: bool) -> list[Level]:
    """In all, per row, per column; and per cell."""
    levels: list[Level] = [(), *((number,) for number in range(by))]
    return [*levels, (0, 1)] if with_cells and by > 1 else levels


def put_together(rows: ir.Table, number: int, kept: ir.Table) -> ir.Table:
    """The rows with `o<number>`: whether their key is not among the kept ones (`key`); such keys are one."""
    key, other = f"k{number}", f"o{number}"
    mine = kept.rename({f"kept{number}": "key"})
    joined = rows.left_join(mine, rows[key] == mine[f"kept{number}"])
    joined = joined.mutate(**{other: joined[f"kept{number}"].isnull()})
    return joined.mutate(**{key: ibis.ifelse(joined[other], "", joined[key])})


def aggregated(rows: ir.Table, parts: Sequence[str], levels: Sequence[Level]) -> ir.Table:
    """COLUMNS and a column per part. `rows` have k0…, o0… for each breakdown of the levels."""
    tables = [_at_level(rows, level, parts) for level in levels]
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _at_level(rows: ir.Table, level: Level, parts: Sequence[str]) -> ir.Table:
    names = [f"{letter}{number}" for number in level for letter in "ko"]
    sums = {part: PARTS[part](rows) for part in parts if part != "returned"}
    table = rows.aggregate(**sums, by=names)
    if "returned" in parts:
        table = _with_returned(table, rows, names)
    keys = {f"k{number}": table[f"k{number}"] if number in level else ibis.literal("") for number in range(2)}
    others = {
        f"o{number}": table[f"o{number}"] if number in level else ibis.literal(value=False)
        for number in range(2)
    }
    told = ibis.literal("".join(map(str, level)))
    counts = {part: _whole(table[part]) for part in parts}
    return table.select(level=told, **keys, **others, **counts)


def _with_returned(table: ir.Table, rows: ir.Table, names: list[str]) -> ir.Table:
    sales = rows.filter(rows.is_sale)
    came = returned(sales, names).rename(returned="repeat_customers").drop("customers")
    if not names:
        return table.cross_join(came)
    return table.left_join(came, names).drop([f"{name}_right" for name in names])


def _whole(number: Any) -> ir.IntegerValue:
    return ibis.coalesce(int64(number), 0)


def _sum(column: str, kind: str = "") -> Callable[[ir.Table], Any]:
    """Of all rows; or of the orders of a first, or a later, purchase day."""

    def total(rows: ir.Table) -> Any:
        if not kind:
            return rows[column].sum()
        is_first = rows.day == rows.first_on
        return rows[column].sum(where=rows.is_order & (is_first if kind == FIRST else ~is_first))

    return total


def _given_back(rows: ir.Table) -> Any:
    return -rows.revenue_fen.sum()


def _distinct(column: str) -> Callable[[ir.Table], Any]:
    return lambda rows: rows[column].nunique()


def _sold(column: str) -> Callable[[ir.Table], Any]:
    return lambda rows: rows[column].nunique(where=rows.is_sale)


PARTS: Mapping[str, Callable[[ir.Table], Any]] = {
    "customers": _sold("customer_id"),
    "orders": _sold("order_id"),
    "lines": lambda rows: rows.count(where=rows.is_sale),
    "pieces": lambda rows: ibis.coalesce(rows.quantity, 1).sum(where=rows.is_sale),
    "revenue": _sum("revenue_fen"),
    "margin": _sum("margin_fen"),
    "new_customers": lambda rows: rows.customer_id.nunique(where=rows.is_sale & (rows.day == rows.first_on)),
    "first_revenue": _sum("revenue_fen", FIRST),
    "repeat_revenue": _sum("revenue_fen", REPEAT),
    "first_margin": _sum("margin_fen", FIRST),
    "repeat_margin": _sum("margin_fen", REPEAT),
    "refunded": _given_back,
    "refund_orders": _distinct("order_id"),
    "refunders": _distinct("customer_id"),
    "acts": lambda rows: rows.count(),
    "actors": _distinct("customer_id"),
    "people": _distinct("customer_id"),
    "joined": _distinct("customer_id"),
}
