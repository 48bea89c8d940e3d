"""Purchase days: what a customer bought and got back, one row per business day."""

from datetime import date

import ibis.expr.types as ir

from tuanke.insights.tables import ORDER_LINES, check


def known_lines(lines: ir.Table, as_of: date) -> ir.Table:
    """The lines known on the business day `as_of`, with `is_sale`: a row >= 0 of an order.

    A refund row may carry the number of the order it lowers; it is no sale, or giving money back weeks
    later would look like buying again. Raises ValueError when `lines` is not of shape ORDER_LINES.
    """
    known = check(lines, ORDER_LINES)
    known = known.filter(known.ordered_on <= as_of)
    return known.mutate(is_sale=known.is_order & (known.revenue_fen >= 0))


def purchase_days(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per customer and business day with any row up to `as_of` (domain B0: a day is one purchase).

    Columns: customer_id, day (date), bought (whether anything was sold that day), revenue_fen, margin_fen
    (net of that day's refunds). Days that only bring refunds stay in, so that a customer's money sums to
    that of all lines.
    """
    known = known_lines(lines, as_of)
    return known.group_by("customer_id", day="ordered_on").aggregate(
        bought=known.is_sale.any(), revenue_fen=known.revenue_fen.sum(), margin_fen=known.margin_fen.sum()
    )
