"""One step of staged customers into the archive, set by set."""

from collections.abc import Sequence

from django.db import connection

from tuanke.customers.services.merging.standing import FOLLOW, HOLD
from tuanke.facts.services import dirty
from tuanke.platform.imports.services import before

# Existing customers are found by what their source calls them, then by a telephone number of their own.
# Who is found under neither becomes one new customer per number or key.
FIND_BY_KEY = """
UPDATE {staged} s SET customer_id = coalesce(c.merged_into_id, c.id)
FROM customers_externalidentity i JOIN customers_customer c ON c.id = i.customer_id
WHERE s.step = %(step)s AND i.source = %(source)s AND i.external_id = s.key
"""
FIND_BY_PHONE = """
UPDATE {staged} s SET customer_id = coalesce(c.merged_into_id, c.id)
FROM customers_contactpoint p JOIN customers_customer c ON c.id = p.customer_id
WHERE s.step = %(step)s AND s.customer_id IS NULL AND s.phone_identifies
  AND p.is_identity AND p.type = s.phone_type AND p.value_hash = s.phone_hash AND c.kind = s.kind
"""
FIND_BY_POINT = """
UPDATE {staged} s SET customer_id = coalesce(c.merged_into_id, c.id)
FROM {points} t
JOIN customers_contactpoint p ON p.is_identity AND p.type = t.type AND p.value_hash = t.hash
JOIN customers_customer c ON c.id = p.customer_id
WHERE s.step = %(step)s AND s.customer_id IS NULL AND t.step = s.step AND t.n = s.n AND t.identifies
  AND c.kind = s.kind
"""
NUMBER_NEW = """
WITH fresh AS (
    SELECT DISTINCT ON (coalesce(CASE WHEN phone_identifies THEN encode(phone_hash, 'hex') END, key)) n,
           coalesce(CASE WHEN phone_identifies THEN encode(phone_hash, 'hex') END, key) AS who
    FROM {staged} WHERE step = %(step)s AND customer_id IS NULL
    ORDER BY who, n
), numbered AS (
    SELECT who, n, nextval('customers_customer_id_seq') AS id FROM fresh
)
UPDATE {staged} s SET customer_id = numbered.id, is_new = (s.n = numbered.n)
FROM numbered
WHERE s.step = %(step)s AND s.customer_id IS NULL
  AND numbered.who = coalesce(CASE WHEN s.phone_identifies THEN encode(s.phone_hash, 'hex') END, s.key)
"""
INSERT_NEW = """
INSERT INTO customers_customer
    (id, kind, display_name, sort_name, province, city, channel, search, batch_id, created_at)
SELECT customer_id, kind, left(name, 200), sort_name, coalesce(left(province, 40), ''),
       coalesce(left(city, 40), ''), coalesce(left(channel, 40), ''), array_to_tsvector(terms), %(batch)s, created_at
FROM {staged} WHERE step = %(step)s AND is_new
"""
INSERT_IDENTITIES = """
INSERT INTO customers_externalidentity (customer_id, source, external_id, batch_id)
SELECT customer_id, %(source)s, key, %(batch)s FROM {staged} WHERE step = %(step)s
ON CONFLICT (source, external_id) DO NOTHING
"""
INSERT_PHONES = """
INSERT INTO customers_contactpoint (customer_id, type, value, value_hash, tail, is_identity, is_primary, batch_id)
SELECT customer_id, phone_type, phone_value, phone_hash, phone_tail,
       phone_identifies AND nth = 1 AND NOT EXISTS (
           SELECT FROM customers_contactpoint p
           WHERE p.type = s.phone_type AND p.value_hash = s.phone_hash AND p.is_identity),
       place = 1 AND NOT EXISTS (
           SELECT FROM customers_contactpoint p
           WHERE p.customer_id = s.customer_id AND p.type = s.phone_type AND p.is_primary),
       %(batch)s
FROM (
    SELECT DISTINCT ON (phone_type, phone_hash, customer_id) customer_id, phone_type, phone_value, phone_hash,
           phone_tail, phone_identifies, dense_rank() OVER (PARTITION BY phone_hash ORDER BY customer_id) AS nth,
           row_number() OVER (PARTITION BY customer_id, phone_type ORDER BY phone_hash) AS place
    FROM {staged} WHERE step = %(step)s AND phone_hash IS NOT NULL
) s
ON CONFLICT DO NOTHING
"""
# What a known customer lacked: a place, and the day they were first seen.
GAPS = """
CREATE TEMP TABLE step_gaps ON COMMIT DROP AS
SELECT c.id, c.province AS old_province, c.city AS old_city, c.created_at AS old_created_at,
       CASE WHEN c.province = '' THEN coalesce(left(max(s.province), 40), '') ELSE c.province END AS province,
       CASE WHEN c.province = '' THEN coalesce(left(max(s.city), 40), '') ELSE c.city END AS city,
       least(c.created_at, min(s.created_at)) AS created_at
FROM {staged} s JOIN customers_customer c ON c.id = s.customer_id
WHERE s.step = %(step)s AND NOT s.is_new
  AND (s.created_at < c.created_at OR (c.province = '' AND s.province IS NOT NULL))
GROUP BY c.id
"""
BEFORE_GAPS = """
SELECT %(batch)s, 'customer', id,
       jsonb_build_object('province', old_province, 'city', old_city, 'created_at', old_created_at),
       jsonb_build_object('province', province, 'city', city, 'created_at', created_at)
FROM step_gaps
"""
FILL_GAPS = """
UPDATE customers_customer c SET province = g.province, city = g.city, created_at = g.created_at
FROM step_gaps g WHERE g.id = c.id
"""
AFFILIATE = """
INSERT INTO customers_affiliation (organization_id, person_id, roles, batch_id)
SELECT DISTINCT o.customer_id, p.customer_id, %(roles)s::varchar[], %(batch)s
FROM {staged} p JOIN {staged} o ON o.n = p.org_n
WHERE p.step = %(step)s AND o.customer_id IS NOT NULL AND o.customer_id <> p.customer_id
ON CONFLICT (organization_id, person_id) DO NOTHING
"""
STATEMENTS = (
    FIND_BY_KEY,
    FIND_BY_PHONE,
    FIND_BY_POINT,
    HOLD,
    FOLLOW,
    NUMBER_NEW,
    INSERT_NEW,
    INSERT_IDENTITIES,
    INSERT_PHONES,
    AFFILIATE,
)


def open_for_writing(staged: str) -> None:
    """Make room in the staging table for what writing finds out."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'ALTER TABLE "{staged}" ADD customer_id bigint, ADD is_new boolean NOT NULL DEFAULT false'
        )
        cursor.execute(f'CREATE UNIQUE INDEX "{staged}_n" ON "{staged}" (n)')
        cursor.execute(f'CREATE INDEX "{staged}_step" ON "{staged}" (step)')


def count_steps(staged: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT coalesce(max(step) + 1, 0) FROM "{staged}"')
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def new_ones(staged: str) -> str:
    """SQL for the ids of the customers that a step made (parameter `step`)."""
    return f'SELECT customer_id FROM "{staged}" WHERE step = %(step)s AND is_new'


def write(
    staged: str, points: str, *, step: int, source: str, batch_id: int, roles: Sequence[str] = ()
) -> None:
    """Find or make the customers of one step, in the caller's transaction.

    Organisations must be staged before their people, who get `roles` there. `points` is the table of
    `importing.points`.
    """
    values: dict[str, str | int | list[str]] = {
        "step": step, "source": source, "batch": batch_id, "roles": list(roles),
    }  # fmt: skip
    tables = {"staged": f'"{staged}"', "points": f'"{points}"'}
    with connection.cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement.format(**tables), values)
        cursor.execute("DROP TABLE IF EXISTS step_gaps")
        cursor.execute(GAPS.format(**tables), values)
        before.keep_each(BEFORE_GAPS, values)
        cursor.execute(FILL_GAPS)
    dirty.mark_dirty_each("SELECT id AS customer_id FROM step_gaps", {})
