"""Customers for the fact store."""

from tuanke.facts.domain.sources import FactSource

CUSTOMERS = FactSource(
    table="customers",
    sql="""
SELECT id AS customer_id, kind, CAST(created_at AT TIME ZONE {zone} AS date) AS created_on
FROM customers_customer WHERE status = 'active' AND id IN ({customers})
""",
)
