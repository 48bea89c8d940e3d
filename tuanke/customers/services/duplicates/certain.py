"""Pairs that share what only one customer has; set-based, in PostgreSQL."""

from collections import defaultdict

from django.db import connection

from tuanke.customers.domain.matching import SHARED_BY, Pair

# A number that is masked, virtual or known to be shared proves nothing, nor does one that several people gave.
USABLE = """
SELECT p.customer_id, p.type, p.value_hash, p.value
FROM customers_contactpoint p JOIN customers_customer c ON c.id = p.customer_id
WHERE c.status = 'active' AND c.kind = %(kind)s AND p.valid_to IS NULL AND p.doubt = ''
"""
SAME_CONTACT = f"""
WITH usable AS ({USABLE} AND p.type IN ('mobile', 'email', 'wechat')),
     given AS (SELECT type, value_hash, array_agg(DISTINCT customer_id ORDER BY customer_id) AS who FROM usable
               GROUP BY type, value_hash HAVING count(DISTINCT customer_id) BETWEEN 2 AND %(most)s)
SELECT a, b, type FROM given, unnest(who) a, unnest(who) b WHERE a < b
"""
SAME_NAME_AND_ADDRESS = f"""
WITH usable AS ({USABLE} AND p.type = 'address'),
     given AS (SELECT u.value_hash, c.display_name, array_agg(DISTINCT c.id ORDER BY c.id) AS who
               FROM usable u JOIN customers_customer c ON c.id = u.customer_id
               GROUP BY 1, 2 HAVING count(DISTINCT c.id) BETWEEN 2 AND %(most)s)
SELECT a, b, 'address' FROM given, unnest(who) a, unnest(who) b WHERE a < b
"""
SAME_TAX_NUMBER = """
WITH numbers AS (
    SELECT id AS customer_id, uscc AS number FROM customers_customer
    WHERE status = 'active' AND kind = %(kind)s AND kind = 'org' AND uscc <> ''
    UNION SELECT t.customer_id, t.tax_no FROM customers_invoicetitle t
    JOIN customers_customer c ON c.id = t.customer_id
    WHERE c.status = 'active' AND c.kind = %(kind)s AND c.kind = 'org' AND t.tax_no <> ''
), given AS (SELECT number, array_agg(customer_id ORDER BY customer_id) AS who FROM numbers
             GROUP BY number HAVING count(*) BETWEEN 2 AND %(most)s)
SELECT a, b, 'tax_number' FROM given, unnest(who) a, unnest(who) b WHERE a < b
"""
LEVELS = {
    "address": (("name", "same"), ("place", "address"))
}  # others are the feature of their name, at "same"


def certain_pairs(kind: str) -> dict[Pair, set[tuple[str, str]]]:
    """Pair of ids, the lower first → (feature, level) that they share."""
    found: dict[Pair, set[tuple[str, str]]] = defaultdict(set)
    with connection.cursor() as cursor:
        for statement in (SAME_CONTACT, SAME_NAME_AND_ADDRESS, SAME_TAX_NUMBER):
            cursor.execute(statement, {"kind": kind, "most": SHARED_BY - 1})
            for first, second, feature in cursor.fetchall():
                found[first, second].update(LEVELS.get(feature, ((feature, "same"),)))
    return found
