"""Everything known about each customer on one day, in one wide row."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights import rfm, value
from tuanke.insights.cycle import expected_cycles
from tuanke.insights.lifecycle import POTENTIAL, lifecycle
from tuanke.insights.margin import bases
from tuanke.insights.numbers import day_number, int64, number_of
from tuanke.insights.parameters import Parameters
from tuanke.insights.purchases import purchase_days
from tuanke.insights.tables import CUSTOMER_SCORES, CUSTOMERS, check

_COUNTS = (
    "frequency",
    "monetary_fen",
    "orders",
    "purchase_days",
    "revenue_fen",
    "margin_fen",
    "cost_known_fen",
    "margin_stated_fen",
)


def customer_scores(lines: ir.Table, customers: ir.Table, as_of: date, parameters: Parameters) -> ir.Table:
    """One row per customer in the shape CUSTOMER_SCORES, also for customers without an order.

    The row is a function of the customer's own rows, `as_of` and `parameters`: over one customer's rows it
    is the row of the full run. Counts and sums are 0 without a purchase; what would need evidence that is
    missing is NULL, a class `unknown`. Raises ValueError when a table has another shape.
    """
    people = check(customers, CUSTOMERS)
    days = purchase_days(lines, as_of)
    expected = expected_cycles(days, parameters.shop_gap_days)
    table = people.select("customer_id", "created_on")
    for part in (
        rfm.activity(lines, as_of, parameters.window_days),
        expected,
        lifecycle(days, expected, as_of),
        bases(lines, as_of),
    ):
        table = table.left_join(part, "customer_id").drop("customer_id_right")
    table = _filled(table)
    table = table.mutate(
        **rfm.scores(table, parameters),
        **value.classes(table, parameters),
        as_of=ibis.literal(as_of),
        margin_stake_fen=value.margin_stake(table, number_of(as_of) - day_number(table.first_on)),
    )
    return table.select(*CUSTOMER_SCORES.names)


def _filled(table: ir.Table) -> ir.Table:
    """What is known of a customer without purchases: that there are none, since the record was made."""
    return table.mutate(
        **{name: ibis.coalesce(table[name], 0) for name in (*_COUNTS, "gaps")},
        lifecycle=ibis.coalesce(table.lifecycle, POTENTIAL),
        lifecycle_since=ibis.coalesce(table.lifecycle_since, table.created_on),
    )


def class_totals(scores: ir.Table, column: str) -> ir.Table:
    """One row per class that anybody is in, over customers with an order, from `customer_scores`.

    `column` is one of its class columns. Columns: class, customers, margin_fen (so far), margin_stake_fen.
    """
    buyers = scores.filter(scores.purchase_days > 0)
    totals = buyers.group_by(**{"class": column}).aggregate(
        customers=buyers.count(),
        margin_fen=buyers.margin_fen.sum(),
        margin_stake_fen=buyers.margin_stake_fen.sum(),
    )
    return totals.mutate(margin_fen=int64(totals.margin_fen), margin_stake_fen=int64(totals.margin_stake_fen))
