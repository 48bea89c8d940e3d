"""How much of the shop hangs on how few customers."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.numbers import int64
from tuanke.insights.rfm import activity

TOP_PERCENTS = (1, 5, 10, 20, 50)
MEASURES = ("margin_fen", "revenue_fen")


def concentration(lines: ir.Table, as_of: date) -> ir.Table:
    """Two rows, measure 'margin' and 'revenue', over the lifetime of all customers with an order (domain L3).

    Columns: measure, customers, total_fen (net), top_1 … top_50 (share of the best p % of customers in the
    positive total; whole customers, rounded down, at least one), gini, customers_for_80 (how few make 80 %
    of the positive total). Customers below zero count with zero, as the Lorenz curve needs; NULL when
    nobody is above it. Show the true figures: 20 % of customers seldom make exactly 80 %.
    """
    table = activity(lines, as_of)
    buyers = table.filter(table.orders > 0)
    return ibis.union(*(_measure(buyers, column) for column in MEASURES))


def concentration_curve(lines: ir.Table, as_of: date, column: str = "margin_fen") -> ir.Table:
    """The curve through the shares of `concentration`: one row per whole percent of customers, best first.

    Columns: percent (1–100), share (of the positive total that these customers and all better ones hold).
    With fewer than 100 customers a percent without a customer of its own has no row; no row at all when
    nobody is above zero.
    """
    table = activity(lines, as_of)
    ranked = _ranked(table.filter(table.orders > 0), column)
    ranked = ranked.filter(ranked.whole > 0)
    percent = ((ranked.position + 1) * 100 + ranked.n - 1) // ranked.n
    parts = ranked.group_by(percent=int64(percent)).aggregate(
        held=ranked.positive.sum(), whole=ranked.whole.max()
    )
    so_far = ibis.window(order_by="percent", rows=(None, 0))
    return parts.select("percent", share=parts.held.sum().over(so_far) / parts.whole)


def _measure(buyers: ir.Table, column: str) -> ir.Table:
    """The row of one measure."""
    ranked = _ranked(buyers, column)
    n, whole = ranked.n.max(), ranked.whole.max().nullif(0)
    first = ranked.position == 0
    shares = {
        f"top_{p}": ranked.positive.sum(where=first | ((ranked.position + 1) * 100 <= ranked.n * p)) / whole
        for p in TOP_PERCENTS
    }
    # L3 with v ascending; `position` counts from the best, so the ascending rank is n - position
    weighted = ((ranked.n - ranked.position) * ranked.positive.cast("float64")).sum()
    row = ranked.aggregate(
        customers=ranked.count(),
        total_fen=ranked.value.sum(),
        **shares,
        gini=2 * weighted / (n * whole) - (n + 1) / n,
        customers_for_80=ranked.count(where=(ranked.reached - ranked.positive) * 100 < ranked.whole * 80),
    )
    return row.select(
        ibis.literal(column.removesuffix("_fen")).name("measure"),
        "customers",
        int64(ibis.coalesce(row.total_fen, 0)).name("total_fen"),
        *shares,
        "gini",
        customers_for_80=ibis.ifelse(row.gini.isnull(), ibis.null("int64"), row.customers_for_80),
    )


def _ranked(buyers: ir.Table, column: str) -> ir.Table:
    """Customers from the best down with the running sum; equal values in the order of their ids."""
    value = buyers[column]
    each = buyers.select("customer_id", value=value, positive=ibis.greatest(value, 0))
    best_first = [each.value.desc(), each.customer_id]
    return each.mutate(
        position=ibis.row_number().over(order_by=best_first),
        n=each.count().over(ibis.window()),
        reached=each.positive.sum().over(ibis.window(order_by=best_first, rows=(None, 0))),
        whole=each.positive.sum().over(ibis.window()).cast("float64"),
    )
