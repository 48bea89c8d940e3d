"""Interactions for the fact store, of customers and of visitors who turned out to be customers."""

from tuanke.facts.domain.sources import FactSource

# The category is the source's own word, else the product's.
INTERACTIONS = FactSource(
    table="interactions",
    sql="""
WITH asked AS (
    SELECT id AS recorded_id, coalesce(merged_into_id, id) AS customer_id FROM customers_customer
    WHERE coalesce(merged_into_id, id) IN ({customers})
), theirs AS (
    SELECT a.customer_id, i.id, i.type, i.occurred_at, i.channel, i.product_source, i.product, i.category,
           i.campaign, i.keyword
    FROM asked a JOIN engagement_interaction i ON i.customer_id = a.recorded_id
    UNION ALL
    SELECT a.customer_id, i.id, i.type, i.occurred_at, i.channel, i.product_source, i.product, i.category,
           i.campaign, i.keyword
    FROM asked a JOIN engagement_visitor v ON v.customer_id = a.recorded_id
    JOIN engagement_interaction i ON i.visitor_id = v.id
)
SELECT t.customer_id, t.id AS interaction_id, t.type, t.occurred_at AT TIME ZONE 'UTC' AS occurred_at,
       CAST(t.occurred_at AT TIME ZONE {zone} AS date) AS occurred_on, nullif(t.channel, '') AS channel,
       p.id AS product_id, coalesce(nullif(t.category, ''), nullif(p.category, '')) AS category,
       nullif(t.campaign, '') AS campaign, nullif(t.keyword, '') AS keyword
FROM theirs t LEFT JOIN catalog_product p ON p.source = t.product_source AND p.external_id = t.product
""",
)
