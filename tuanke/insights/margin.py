"""Margin where the cost of goods is not known, and how much of a customer's margin rests on what."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import half_up, int64
from tuanke.insights.purchases import known_lines

COST, SHOP_MARGIN, REVENUE = "cost", "shop_margin", "revenue"


def with_stated_margin(lines: ir.Table, percent: int | None) -> ir.Table:
    """Lines of shape ORDER_LINES; those whose cost is not known bring the shop's stated gross margin.

    `percent` is of revenue, rounded half up to the fen; None leaves such lines at their revenue (DESIGN 9).
    """
    if percent is None:
        return lines
    unknown = lines.margin_basis == REVENUE
    return lines.mutate(
        margin_fen=ibis.ifelse(unknown, half_up(lines.revenue_fen * percent / 100), lines.margin_fen),
        margin_basis=ibis.ifelse(unknown, ibis.literal(SHOP_MARGIN), lines.margin_basis),
    )


def bases(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per customer: the net revenue whose margin comes from known cost, and from the stated margin.

    Columns: customer_id, cost_known_fen, margin_stated_fen. The rest of the revenue is its own margin.
    """
    known = known_lines(lines, as_of)
    sums = known.group_by("customer_id").aggregate(
        cost_known_fen=known.revenue_fen.sum(where=known.margin_basis == COST),
        margin_stated_fen=known.revenue_fen.sum(where=known.margin_basis == SHOP_MARGIN),
    )
    return sums.select(
        "customer_id",
        cost_known_fen=int64(ibis.coalesce(sums.cost_known_fen, 0)),
        margin_stated_fen=int64(ibis.coalesce(sums.margin_stated_fen, 0)),
    )
