"""Frequency, amount and value classes, ABC, and the margin at stake: by frozen cut-offs.

A value at the cut-off belongs to the upper class. A customer who never bought is `unknown`, never the
lowest class; one who bought before the window only is known to have bought nothing in it, hence `low`.
"""

import ibis
import ibis.expr.types as ir

from tuanke.insights.cuts import reaches
from tuanke.insights.parameters import Parameters

HIGH, MID, LOW, UNKNOWN = "high", "mid", "low", "unknown"
HIGH_VALUE, POTENTIAL_HIGH_VALUE, ORDINARY = "high_value", "potential_high_value", "ordinary"
# From this tenure on a customer's own history is annualised (domain B0); below, one festival would be a year.
TENURE_DAYS = 90
YEAR_DAYS = 365


def classes(table: ir.Table, parameters: Parameters) -> dict[str, ir.StringColumn]:
    """The columns frequency_class, amount_class, value_class, abc of a table with those of `activity`."""
    p = parameters
    return {
        "frequency_class": _level(table, "frequency", p.frequency_mid, p.frequency_high),
        "amount_class": _level(table, "monetary_fen", p.amount_mid_fen, p.amount_high_fen),
        "value_class": _value_class(table, p),
        "abc": _abc(table, p),
    }


def _level(table: ir.Table, column: str, mid: int | None, high: int | None) -> ir.StringColumn:
    """Domain B2, B3."""
    return ibis.cases(
        (table.purchase_days == 0, UNKNOWN),
        (reaches(table[column], high), HIGH),
        (reaches(table[column], mid), MID),
        else_=LOW,
    )


def _value_class(table: ir.Table, p: Parameters) -> ir.StringColumn:
    """Domain B5: potential is who buys big though not often, or whose average order is in the top fifth."""
    often = reaches(table.frequency, p.frequency_high)
    much = reaches(table.monetary_fen, p.amount_high_fen)
    big_orders = reaches(table.aov_fen, p.aov_high_fen) & (table.frequency > 0)
    return ibis.cases(
        (table.purchase_days == 0, UNKNOWN),
        (often & much, HIGH_VALUE),
        (~often & (much | big_orders), POTENTIAL_HIGH_VALUE),
        else_=ORDINARY,
    )


def _abc(table: ir.Table, p: Parameters) -> ir.StringColumn:
    """Domain B5, L3, over the lifetime margin. A loss is a loss even when only refunds are known."""
    return ibis.cases(
        (table.margin_fen < 0, "loss"),
        (table.purchase_days == 0, UNKNOWN),
        (reaches(table.margin_fen, p.abc_a_fen), "A"),
        (reaches(table.margin_fen, p.abc_b_fen), "B"),
        else_="C",
    )


def margin_stake(table: ir.Table, tenure_days: ir.IntegerColumn) -> ir.IntegerColumn:
    """Margin a year that depends on the customer, fen, rounded down, never negative; NULL for non-buyers.

    `tenure_days` = as_of - first purchase day. From 90 days on the lifetime margin x 365 / tenure; before
    that the margin so far, since a few days' rhythm is no year's (domain B0). `table` has the columns of
    `activity`. A plain yardstick for ordering work, no prediction: it ignores that customers leave.
    """
    yearly = table.margin_fen * YEAR_DAYS / tenure_days.nullif(0)
    stake = ibis.ifelse(tenure_days >= TENURE_DAYS, yearly.floor().cast("int64"), table.margin_fen)
    return ibis.ifelse(table.purchase_days > 0, ibis.greatest(stake, 0), ibis.null("int64"))
