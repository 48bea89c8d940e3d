"""Customers for the fact store, and what can be said of them beside their orders."""

from tuanke.facts.domain.sources import FactSource, TraitSource

CUSTOMERS = FactSource(
    table="customers",
    sql="""
SELECT id AS customer_id, kind, CAST(created_at AT TIME ZONE {zone} AS date) AS created_on
FROM customers_customer WHERE status = 'active' AND id IN ({customers})
""",
)

CHANNELS = TraitSource(
    sql="""
SELECT id AS customer_id, 'channel' AS kind, channel AS subject
FROM customers_customer WHERE status = 'active' AND channel NOT IN ('', 'unknown', 'import')
""",
)
