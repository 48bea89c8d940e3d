"""Goods that are in one basket more often than chance would have it."""

from datetime import date

import ibis.expr.types as ir

from tuanke.insights.chance import beyond_chance
from tuanke.insights.purchases import known_lines

FEWEST_ORDERS = 5  # with both; fewer are an anecdote
# An order of more goods is a restocking: it holds everything, and says nothing about any two.
MOST_GOODS = 100


def bought_together(lines: ir.Table, as_of: date, fewest: int = FEWEST_ORDERS) -> ir.Table:
    """One row per ordered pair of products in `fewest` baskets or more.

    Columns: product_id, with_product_id, orders (with both), product_orders (with the first), expected
    (orders with both by chance), lift, lift_low (see `beyond_chance`). What is expected differs a little by
    the direction: the orders of the one and of the other are not of the same size. Orders of more than
    MOST_GOODS products are left out. Raises ValueError when `lines` is not of shape ORDER_LINES.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale & known.product_id.notnull())
    entries = sales.select("customer_id", "order_id", x="product_id").distinct()
    counts = entries.group_by("customer_id", "order_id").aggregate(goods=entries.count())
    counts = counts.filter(counts.goods <= MOST_GOODS)
    entries = entries.inner_join(counts, ["customer_id", "order_id"])
    sizes = entries.group_by("x", others=entries.goods - 1).aggregate(times=entries.count())
    orders = sizes.group_by("x").aggregate(product_orders=sizes.times.sum().cast("int64"))
    whole = orders.aggregate(whole=orders.product_orders.sum().cast("float64"))
    placed = orders.cross_join(whole)
    shares = placed.select(y="x", share=placed.product_orders / placed.whole)
    found = beyond_chance(_pairs(entries, fewest), sizes, shares).inner_join(orders, "x")
    return found.select(
        "product_orders",
        "expected",
        "lift",
        "lift_low",
        product_id="x",
        with_product_id="y",
        orders="together",
    ).relocate("product_id", "with_product_id", "orders")


def _pairs(entries: ir.Table, fewest: int) -> ir.Table:
    beside = entries.select("customer_id", "order_id", y="x")
    each = entries.inner_join(beside, ["customer_id", "order_id"])
    each = each.filter(each.x != each.y)
    pairs = each.group_by("x", "y").aggregate(together=each.count())
    return pairs.filter(pairs.together >= fewest)
