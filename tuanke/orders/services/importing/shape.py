"""From the canonical rows of an order file to orders, lines, customers and products: SQL over a Parquet file.

The rows are those of `kit.files.orders`; a row of the file may have become several lines of goods. What belongs
together refers to each other by number (`no` of an order or a product, `n` of a customer), not by text.
"""

from pathlib import Path

import duckdb
import pyarrow as pa

STEP_LINES = 5_000
MEMORY = "192MB"
SLICE = 50_000

# Without an order number every row is an order of its own, known by its content and, among equals, its rank.
KEYED = """
CREATE TEMP TABLE keyed AS
SELECT line, row_number() OVER (ORDER BY line, file_row_number) AS item, customer_id,
       coalesce(sku, product) AS product_key, ordered_at, amount, quantity, discount, refund_amount, cost,
       status, raw_status, channel, group_id, group_role, is_leader, voucher, credit_account,
       coalesce(order_id, 'row:' || content || '#' || row_number() OVER (PARTITION BY content ORDER BY line))
           AS order_key
FROM (
    SELECT *, CASE WHEN order_id IS NULL
                   THEN md5(concat_ws('|', customer_id, ordered_at, amount, coalesce(sku, product, ''))) END AS content
    FROM rows
)
"""
LINES = """
CREATE TEMP TABLE lines AS
SELECT order_key, CAST(row_number() OVER (PARTITION BY order_key ORDER BY item) AS INTEGER) AS position,
       product_key,
       CAST(coalesce(quantity, 1) AS DECIMAL(14,3)) AS quantity,
       CAST(round(amount * 100) AS BIGINT) AS revenue_fen,
       CAST(round(coalesce(discount, 0) * 100) AS BIGINT) AS discount_fen,
       CAST(round(greatest(coalesce(refund_amount, 0), 0) * 100) AS BIGINT) AS refunded_fen,
       CAST(round(cost * 100) AS BIGINT) AS cost_fen
FROM keyed
"""
HEADS = """
CREATE TEMP TABLE heads AS
SELECT order_key, arg_min(customer_id, line) AS customer_key, min(ordered_at) AS ordered_at,
       min(line) AS first_line, CAST(count(DISTINCT line) AS INTEGER) AS file_rows, count(*) AS lines,
       CASE WHEN bool_or(status = 'valid') THEN 'counted' ELSE 'excluded' END AS state,
       coalesce(arg_min(raw_status, line), '') AS source_status, coalesce(arg_min(channel, line), '') AS channel,
       json_merge_patch('{}', json_object(
           'group', arg_min(group_id, line), 'role', arg_min(group_role, line), 'is_leader', bool_or(is_leader),
           'voucher', arg_min(voucher, line), 'credit_account', arg_min(credit_account, line))) AS origin
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
# An organisation's own rows come before its people's, so that the people find it.
PEOPLE = r"""
CREATE TEMP TABLE people AS
WITH addressed AS (
    SELECT *, CASE WHEN contains(address, '*') THEN NULL
                   WHEN province IS NULL OR starts_with(address, left(province, 2)) THEN address
                   WHEN address IS NOT NULL THEN concat_ws('', province, city, district, address) END AS whole_address
    FROM rows
), buyers AS (
    SELECT customer_id AS key,
           CASE WHEN count(organization) > 0 THEN 'org' ELSE 'person' END AS kind,
           coalesce(arg_min(organization, line), arg_min(customer_name, line), arg_min(nickname, line),
                    CASE WHEN regexp_full_match(regexp_replace(customer_id, '[\s().-]', '', 'g'), '[+]?[0-9]{8,15}')
                         THEN '…' || right(customer_id, 4)
                         WHEN regexp_full_match(customer_id, '[^\s@]+@[^\s@]+[.][^\s@]+')
                         THEN left(customer_id, 2) || '…@' || split_part(customer_id, '@', 2)
                         ELSE customer_id END) AS name,
           CASE WHEN count(organization) > 0 THEN NULL ELSE arg_min(phone, line) END AS phone,
           CASE WHEN count(organization) > 0 THEN NULL ELSE arg_min(email, line) END AS email,
           CASE WHEN count(organization) > 0 THEN NULL ELSE arg_min(wechat, line) END AS wechat,
           arg_min(whole_address, line) AS address,
           arg_min(province, line) AS province, arg_min(city, line) AS city,
           arg_min(coalesce(source, channel), ordered_at) AS channel, -- 订单来源 says more than online or in a shop
           min(ordered_at) AS created_at, CAST(NULL AS VARCHAR) AS org_key
    FROM addressed GROUP BY customer_id
), contacts AS (
    SELECT 'contact:' || md5(concat_ws('/', customer_id, contact_name, phone)) AS key, 'person' AS kind,
           any_value(contact_name) AS name, any_value(phone) AS phone, any_value(email) AS email,
           any_value(wechat) AS wechat, CAST(NULL AS VARCHAR) AS address, any_value(province) AS province,
           any_value(city) AS city, any_value(channel) AS channel, min(ordered_at) AS created_at,
           any_value(customer_id) AS org_key
    FROM rows WHERE organization IS NOT NULL AND contact_name IS NOT NULL GROUP BY 1
)
SELECT CAST(row_number() OVER (ORDER BY kind = 'person', key) - 1 AS INTEGER) AS n, *
FROM (SELECT * FROM buyers UNION ALL SELECT * FROM contacts)
"""
PRODUCTS = """
CREATE TEMP TABLE products AS
SELECT CAST(row_number() OVER (ORDER BY key) AS INTEGER) AS no, *
FROM (SELECT coalesce(sku, product) AS key, any_value(coalesce(product, sku)) AS name, any_value(category) AS category
      FROM rows WHERE coalesce(sku, product) IS NOT NULL GROUP BY 1)
"""
NUMBERED = f"""
CREATE TEMP TABLE numbered AS
SELECT CAST(row_number() OVER (ORDER BY first_line, order_key) AS INTEGER) AS no,
       CAST((sum(lines) OVER (ORDER BY first_line, order_key) - 1) // {STEP_LINES} AS INTEGER) AS step, *
FROM heads
"""

STAGED_ORDERS = """
SELECT no, step, order_key, n AS customer_n, totals.kind, state, source_status, channel, ordered_at, revenue_fen,
       refunded_fen, file_rows, origin::VARCHAR AS origin,
       md5(concat_ws('|', customer_key, state, source_status, channel, epoch_us(ordered_at), goods,
                     nullif(origin::VARCHAR, '{}'))) AS content_hash
FROM (SELECT no, step, order_key, customer_key, state, source_status, channel, ordered_at, file_rows, origin
      FROM numbered)
JOIN totals USING (order_key)
JOIN (SELECT n, key AS customer_key FROM people WHERE org_key IS NULL) USING (customer_key)
ORDER BY no
"""
STAGED_LINES = """
SELECT numbered.no AS order_no, step, position, products.no AS product_no, quantity, revenue_fen, discount_fen,
       refunded_fen, cost_fen
FROM lines JOIN numbered USING (order_key) LEFT JOIN products ON products.key = product_key
ORDER BY order_no, position
"""
STAGED_PRODUCTS = (
    "SELECT no, left(key, 200) AS key, left(name, 300) AS name, category FROM products ORDER BY no"
)
STAGED_PEOPLE = """
SELECT p.n, p.key, p.kind, p.name, p.phone, p.province, p.city, p.channel, p.created_at, o.n AS org_n
FROM people p LEFT JOIN people o ON o.key = p.org_key AND o.kind = 'org' AND o.org_key IS NULL
ORDER BY p.n
"""

STAGED_POINTS = """
SELECT n, wechat, address,
       coalesce(email, CASE WHEN regexp_full_match(key, '[^\\s@]+@[^\\s@]+[.][^\\s@]+') THEN key END) AS email
FROM people WHERE email IS NOT NULL OR wechat IS NOT NULL OR address IS NOT NULL OR contains(key, '@') ORDER BY n
"""


class Shape:
    """The staged tables of one order file, read one after the other in slices.

    What does not fit in memory waits in `folder`.
    """

    def __init__(self, rows: Path, folder: Path) -> None:
        self._duckdb = duckdb.connect(
            config={"memory_limit": MEMORY, "temp_directory": str(folder), "preserve_insertion_order": False}
        )
        self._duckdb.execute("SET TimeZone = 'UTC'")
        self._duckdb.read_parquet(str(rows), file_row_number=True).create_view("rows")
        for statement in (KEYED, LINES, HEADS, TOTALS, PEOPLE, PRODUCTS, NUMBERED):
            self._duckdb.execute(statement)

    def orders(self) -> pa.RecordBatchReader:
        return self._read(STAGED_ORDERS)

    def lines(self) -> pa.RecordBatchReader:
        return self._read(STAGED_LINES)

    def products(self) -> pa.RecordBatchReader:
        return self._read(STAGED_PRODUCTS)

    def people(self) -> pa.RecordBatchReader:
        return self._read(STAGED_PEOPLE)

    def points(self) -> pa.RecordBatchReader:
        return self._read(STAGED_POINTS)

    def phones(self) -> pa.Table:
        """Who gives which number: `name`, `phone` as written, of everybody with a number."""
        return self._duckdb.sql("SELECT name, phone FROM people WHERE phone IS NOT NULL").to_arrow_table()

    def count_order_steps(self) -> int:
        return self._number("SELECT coalesce(max(step) + 1, 0) FROM numbered")

    def count_people(self) -> int:
        return self._number("SELECT count(*) FROM people")

    def count_file_rows(self) -> int:
        return self._number("SELECT coalesce(sum(file_rows), 0) FROM numbered")

    def _number(self, query: str) -> int:
        row = self._duckdb.execute(query).fetchone()
        return int(row[0]) if row else 0

    def _read(self, query: str) -> pa.RecordBatchReader:
        return self._duckdb.sql(query).to_arrow_reader(SLICE)
