"""From the canonical rows of an order file to orders, lines, customers and products: SQL over Arrow.

The rows are those of `kit.files.orders`; a row of the file may have become several lines of goods.
"""

import duckdb
import pyarrow as pa

STEP_LINES = 5_000

# Without an order number every row is an order of its own, known by its content and, among equals, its rank.
KEYED = """
CREATE TEMP TABLE keyed AS
SELECT *, coalesce(order_id, 'row:' || content || '#' || row_number() OVER (PARTITION BY content ORDER BY line))
          AS order_key
FROM (
    SELECT *, md5(concat_ws('|', customer_id, ordered_at, amount, coalesce(sku, product, ''))) AS content
    FROM rows
)
"""
LINES = """
CREATE TEMP TABLE lines AS
SELECT order_key, CAST(row_number() OVER (PARTITION BY order_key ORDER BY line, item) AS INTEGER) AS position,
       coalesce(sku, product) AS product_key,
       CAST(coalesce(quantity, 1) AS DECIMAL(14,3)) AS quantity,
       CAST(round(amount * 100) AS BIGINT) AS revenue_fen,
       CAST(round(coalesce(discount, 0) * 100) AS BIGINT) AS discount_fen,
       CAST(round(greatest(coalesce(refund_amount, 0), 0) * 100) AS BIGINT) AS refunded_fen,
       CAST(round(cost * 100) AS BIGINT) AS cost_fen
FROM keyed
"""
ORDERS = """
CREATE TEMP TABLE heads AS
SELECT order_key, arg_min(customer_id, line) AS customer_key, min(ordered_at) AS ordered_at,
       min(line) AS first_line, CAST(count(DISTINCT line) AS INTEGER) AS file_rows, count(*) AS lines,
       CASE WHEN bool_or(status = 'valid') THEN 'counted' ELSE 'excluded' END AS state,
       coalesce(arg_min(raw_status, line), '') AS source_status, coalesce(arg_min(channel, line), '') AS channel
FROM keyed GROUP BY order_key
"""
TOTALS = """
CREATE TEMP TABLE totals AS
SELECT order_key, CAST(sum(revenue_fen) AS BIGINT) AS revenue_fen, CAST(sum(refunded_fen) AS BIGINT) AS refunded_fen,
       CASE WHEN bool_or(revenue_fen >= 0) THEN 'order' ELSE 'refund' END AS kind,
       md5(string_agg(concat_ws('|', product_key, quantity, revenue_fen, discount_fen, refunded_fen, cost_fen), ';'
                      ORDER BY position)) AS goods
FROM lines GROUP BY order_key
"""
STAGED_ORDERS = f"""
SELECT order_key, customer_key, kind, state, source_status, channel, ordered_at, revenue_fen, refunded_fen, file_rows,
       md5(concat_ws('|', customer_key, state, source_status, channel, epoch_us(ordered_at), goods)) AS content_hash,
       CAST((sum(lines) OVER (ORDER BY first_line, order_key) - 1) // {STEP_LINES} AS INTEGER) AS step
FROM heads JOIN totals USING (order_key)
"""
STAGED_LINES = "SELECT * FROM lines"
STAGED_PRODUCTS = """
SELECT left(product_key, 200) AS key, any_value(left(name, 300)) AS name, any_value(category) AS category
FROM (SELECT coalesce(sku, product) AS product_key, coalesce(product, sku) AS name, category FROM rows)
WHERE product_key IS NOT NULL GROUP BY 1
"""
# An organisation's own rows come before its people's, so that the people find it.
STAGED_PEOPLE = r"""
WITH buyers AS (
    SELECT customer_id AS key,
           CASE WHEN count(organization) > 0 THEN 'org' ELSE 'person' END AS kind,
           coalesce(arg_min(organization, line), arg_min(customer_name, line), arg_min(nickname, line),
                    CASE WHEN regexp_full_match(regexp_replace(customer_id, '[\s().-]', '', 'g'), '[+]?[0-9]{8,15}')
                         THEN '…' || right(customer_id, 4)
                         ELSE customer_id END) AS name,
           CASE WHEN count(organization) > 0 THEN NULL ELSE arg_min(phone, line) END AS phone,
           arg_min(province, line) AS province, arg_min(city, line) AS city, arg_min(channel, ordered_at) AS channel,
           min(ordered_at) AS created_at, CAST(NULL AS VARCHAR) AS org_key
    FROM rows GROUP BY customer_id
), contacts AS (
    SELECT 'contact:' || md5(concat_ws('/', customer_id, contact_name, phone)) AS key, 'person' AS kind,
           any_value(contact_name) AS name, any_value(phone) AS phone, any_value(province) AS province,
           any_value(city) AS city, any_value(channel) AS channel, min(ordered_at) AS created_at,
           any_value(customer_id) AS org_key
    FROM rows WHERE organization IS NOT NULL AND contact_name IS NOT NULL GROUP BY 1
)
SELECT * FROM (SELECT * FROM buyers UNION ALL SELECT * FROM contacts)
ORDER BY kind = 'person', key
"""


class Shape:
    """The staged tables of one order file."""

    def __init__(self, rows: pa.Table) -> None:
        self._duckdb = duckdb.connect()
        self._duckdb.execute("SET TimeZone = 'UTC'")
        items = pa.array(range(rows.num_rows), pa.int64())  # keeps the order of one row's several goods
        self._duckdb.register("rows", rows.append_column("item", items))
        for statement in (KEYED, LINES, ORDERS, TOTALS):
            self._duckdb.execute(statement)

    def orders(self) -> pa.Table:
        return self._table(STAGED_ORDERS)

    def lines(self) -> pa.Table:
        return self._table(STAGED_LINES)

    def products(self) -> pa.Table:
        return self._table(STAGED_PRODUCTS)

    def people(self) -> pa.Table:
        return self._table(STAGED_PEOPLE)

    def _table(self, query: str) -> pa.Table:
        return self._duckdb.sql(query).to_arrow_table()
