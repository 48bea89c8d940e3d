"""Order lines for the fact store: what counts, with its margin and where the margin comes from; and refunds."""

from tuanke.facts.domain.sources import FactSource

LINE = """
       coalesce(c.merged_into_id, c.id) AS customer_id, o.id AS order_id, l.position AS line_no,
       o.ordered_at AT TIME ZONE 'UTC' AS ordered_at,
       CAST(o.ordered_at AT TIME ZONE {zone} AS date) AS ordered_on,
       l.product_id, nullif(p.category, '') AS category, CAST(round(l.quantity) AS bigint) AS quantity"""
COUNTED = """
FROM orders_order o
JOIN orders_orderline l ON l.order_id = o.id
JOIN customers_customer c ON c.id = o.customer_id
LEFT JOIN catalog_product p ON p.id = l.product_id
WHERE o.status IN ('confirmed', 'completed') AND coalesce(c.merged_into_id, c.id) IN ({customers})
"""

# Margin: the line's known cost, else the product's, else revenue (DESIGN 9). What is refunded takes its share
# of the cost back. A refund counts on its order's day: the exports do not say when it was given. What was taken
# off a line that money went back for is not told: of what is left of its price it would be too large a part.
ORDER_LINES = FactSource(
    table="order_lines",
    sql=f"""SELECT {LINE},
       l.revenue_fen - l.refunded_fen AS revenue_fen,
       l.revenue_fen - l.refunded_fen
           - round(coalesce(l.cost_fen, p.unit_cost_fen * l.quantity, 0)
                   * coalesce((l.revenue_fen - l.refunded_fen)::numeric / nullif(l.revenue_fen, 0), 1))::bigint
           AS margin_fen,
       CASE WHEN coalesce(l.cost_fen, p.unit_cost_fen) IS NULL THEN 'revenue' ELSE 'cost' END AS margin_basis,
       o.kind = 'order' AS is_order,
       CASE WHEN l.refunded_fen = 0 THEN l.discount_fen END AS discount_fen
{COUNTED}""",
)

# What was given back, negative: noted on the order's own lines, or an order of its own.
REFUNDS = FactSource(
    table="refunds",
    sql=f"""SELECT {LINE}, least(l.revenue_fen, 0) - l.refunded_fen AS revenue_fen
{COUNTED} AND (l.revenue_fen < 0 OR l.refunded_fen > 0)""",
)
