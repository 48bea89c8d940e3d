"""Orders as baskets: what is in one, what it is worth, how many goods and categories it joins."""

from datetime import date

import ibis
import ibis.expr.types as ir

from tuanke.insights.distribution import distribution
from tuanke.insights.numbers import int64
from tuanke.insights.purchases import known_lines

# Where the bands begin: goods or purchase days, categories, and fen (0, 10, 20, 50, 100 … 10,000 yuan).
COUNTS = (1, 2, 3, 4, 5, 6, 11, 21, 51)
CATEGORIES = (1, 2, 3, 4, 5)
VALUES_FEN = (0, *(step * 10**power for power in (3, 4, 5) for step in (1, 2, 5)), 10**6)


def baskets(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per order with a sale: customer_id, order_id, goods, pieces, categories, revenue_fen.

    `goods` counts different products, every line without one as a good of its own; `pieces` what was sold,
    of a line that names no quantity one; `categories` different ones, NULL when no line names any. Money is
    what was paid at first, before refunds: what came back was in the basket all the same. Raises ValueError
    when `lines` is not of shape ORDER_LINES.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale)
    orders = sales.group_by("customer_id", "order_id").aggregate(
        goods=sales.product_id.nunique() + sales.count(where=sales.product_id.isnull()),
        pieces=int64(ibis.greatest(ibis.coalesce(sales.quantity, 1), 0).sum()),
        categories=sales.category.nunique(),
        revenue_fen=int64(sales.revenue_fen.sum()),
    )
    return orders.mutate(categories=orders.categories.nullif(0))


def by_goods(orders: ir.Table) -> ir.Table:
    """Rows from_goods, orders, share; from `baskets`."""
    return distribution(orders, "goods", COUNTS, "orders")


def by_categories(orders: ir.Table) -> ir.Table:
    """Rows from_categories, orders, share, of the orders that name a category."""
    return distribution(orders, "categories", CATEGORIES, "orders")


def by_value(orders: ir.Table) -> ir.Table:
    """Rows from_revenue_fen, orders, share."""
    return distribution(orders, "revenue_fen", VALUES_FEN, "orders")


def by_frequency(scores: ir.Table) -> ir.Table:
    """Rows from_purchase_days, customers, share of everybody who ever bought; from CUSTOMER_SCORES."""
    return distribution(scores.filter(scores.purchase_days > 0), "purchase_days", COUNTS, "customers")


def by_amount(scores: ir.Table) -> ir.Table:
    """Rows from_revenue_fen (net, ever), customers, share; who was given back all is in the lowest band."""
    return distribution(scores.filter(scores.purchase_days > 0), "revenue_fen", VALUES_FEN, "customers")


def discounts(lines: ir.Table, as_of: date) -> ir.Table:
    """One row over the sales whose discount is known: lines, on_offer (lines), list_fen, discount_fen.

    `lines` has discount_fen (int64: off the whole line, NULL where unknown) besides ORDER_LINES; raises
    ValueError otherwise.
    """
    if "discount_fen" not in lines.columns:
        raise ValueError("column 'discount_fen' is missing")
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale & known.discount_fen.notnull())
    return sales.aggregate(
        lines=sales.count(),
        on_offer=sales.count(where=sales.discount_fen > 0),
        list_fen=ibis.coalesce(int64((sales.revenue_fen + sales.discount_fen).sum()), 0),
        discount_fen=ibis.coalesce(int64(sales.discount_fen.sum()), 0),
    )
