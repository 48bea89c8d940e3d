"""One step of a contact list into the archive, set by set: what is missing is filled in, nothing is overwritten."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from tuanke.facts.services import dirty
from tuanke.platform.imports.services import before
from tuanke.platform.imports.services.importers import Counts

# An organisation that the archive knows by this very name is not made again.
FIND_BY_NAME = """
UPDATE {people} s SET customer_id = known.id
FROM (SELECT display_name, min(id) AS id FROM customers_customer WHERE kind = 'org' AND status = 'active'
      GROUP BY display_name HAVING count(*) = 1) known
WHERE s.step = %(step)s AND s.kind = 'org' AND s.key = 'org:' || known.display_name
"""
MATCH = """
CREATE TEMP TABLE step_profiles ON COMMIT DROP AS
SELECT f.*, p.customer_id, p.kind, p.key, p.is_new,
       CASE WHEN p.is_new THEN 'created' WHEN i.content_hash = f.content_hash THEN 'unchanged'
            ELSE 'updated' END AS outcome,
       row_number() OVER (PARTITION BY f.uscc ORDER BY f.n) AS uscc_nth
FROM {profiles} f JOIN {people} p ON p.n = f.n
LEFT JOIN customers_externalidentity i ON i.source = %(source)s AND i.external_id = p.key
WHERE f.step = %(step)s
"""
FILLED = """jsonb_build_object('nickname', c.nickname, 'gender', c.gender, 'note', c.note, 'uscc', c.uscc,
                          'custom', c.custom)"""
BEFORE = f"""
SELECT DISTINCT ON (c.id) %(batch)s, 'profile', c.id, {FILLED}, to_jsonb(0)
FROM step_profiles f JOIN customers_customer c ON c.id = f.customer_id
WHERE NOT f.is_new AND f.outcome = 'updated'
"""
FILL = """
UPDATE customers_customer c
SET nickname = CASE WHEN c.nickname = '' THEN coalesce(left(f.nickname, 100), '') ELSE c.nickname END,
    gender = CASE WHEN c.gender = '' AND c.kind = 'person' THEN coalesce(f.gender, '') ELSE c.gender END,
    note = CASE WHEN c.note = '' THEN coalesce(f.note, '') ELSE c.note END,
    uscc = CASE WHEN c.uscc = '' AND c.kind = 'org' AND f.uscc_nth = 1 AND NOT EXISTS (
                    SELECT FROM customers_customer o WHERE o.uscc = f.uscc AND o.status = 'active')
                THEN coalesce(f.uscc, '') ELSE c.uscc END,
    custom = f.custom || c.custom
FROM (SELECT DISTINCT ON (customer_id) * FROM step_profiles WHERE outcome <> 'unchanged' ORDER BY customer_id, n) f
WHERE c.id = f.customer_id
"""
AFTER = f"""
SELECT DISTINCT ON (c.id) %(batch)s::bigint, 'profile', c.id, {FILLED}
FROM step_profiles f JOIN customers_customer c ON c.id = f.customer_id
"""
PLACES = """
UPDATE customers_affiliation a
SET title = coalesce(left(f.title, 60), ''), department = coalesce(left(f.department, 60), '')
FROM step_profiles f WHERE a.person_id = f.customer_id AND a.batch_id = %(batch)s
"""
TAGS = """
INSERT INTO customers_tag (namespace, name)
SELECT DISTINCT namespace, name FROM {tags} WHERE step = %(step)s ORDER BY 1, 2
ON CONFLICT (namespace, name) DO NOTHING
"""
TAGGED = """
INSERT INTO customers_customertag (customer_id, tag_id, source, at, batch_id)
SELECT DISTINCT p.customer_id, g.id, 'manual', %(at)s, %(batch)s::bigint
FROM {tags} t JOIN {people} p ON p.n = t.n JOIN customers_tag g ON (g.namespace, g.name) = (t.namespace, t.name)
WHERE t.step = %(step)s
ON CONFLICT (customer_id, tag_id) DO NOTHING
"""
BIRTHDAYS = """
INSERT INTO customers_lifeevent (customer_id, kind, name, calendar, year, month, day, batch_id)
SELECT DISTINCT ON (customer_id) customer_id, 'birthday', '', CASE WHEN birth_lunar THEN 'lunar' ELSE 'solar' END,
       birth_year, birth_month, birth_day, %(batch)s
FROM step_profiles WHERE birth_month IS NOT NULL AND kind = 'person' ORDER BY customer_id, n
ON CONFLICT (customer_id, kind, name) DO NOTHING
"""
# A file never turns a refusal into consent: that needs newer evidence than a column.
CONSENTS = """
INSERT INTO customers_consentrecord (customer_id, channel, purpose, status, basis, source, evidence, occurred_at,
                                     batch_id)
SELECT DISTINCT ON (said.customer_id, said.channel) said.customer_id, said.channel, 'marketing', said.status, 'consent',
       'import', %(evidence)s, %(at)s, %(batch)s
FROM (SELECT customer_id, 'sms' AS channel, consent_sms AS status, n FROM step_profiles
      UNION ALL SELECT customer_id, 'email', consent_email, n FROM step_profiles) said
LEFT JOIN LATERAL (
    SELECT status FROM customers_consentrecord r
    WHERE r.customer_id = said.customer_id AND r.channel = said.channel AND r.purpose = 'marketing'
    ORDER BY r.occurred_at DESC, r.id DESC LIMIT 1
) latest ON true
WHERE said.status IN ('granted', 'denied')
  AND (latest.status IS NULL OR (said.status = 'denied' AND latest.status = 'granted'))
ORDER BY said.customer_id, said.channel, said.status = 'granted', said.n
"""
BALANCES = """
INSERT INTO customers_openingbalance (customer_id, source, kind, amount, stated_at, batch_id)
SELECT DISTINCT ON (customer_id, said.kind) customer_id, %(source)s, said.kind, said.amount, %(at)s, %(batch)s
FROM step_profiles, LATERAL (VALUES ('points', points), ('stored_value', stored_value), ('growth', growth))
     AS said (kind, amount)
WHERE said.amount IS NOT NULL ORDER BY customer_id, said.kind, n
ON CONFLICT (customer_id, source, kind) DO NOTHING
"""
BEFORE_SAID = """
SELECT DISTINCT ON (i.id) %(batch)s, 'said', i.id, jsonb_build_object('content_hash', i.content_hash),
       jsonb_build_object('content_hash', f.content_hash)
FROM step_profiles f JOIN customers_externalidentity i ON i.source = %(source)s AND i.external_id = f.key
WHERE i.content_hash <> f.content_hash AND i.batch_id IS DISTINCT FROM %(batch)s
"""
REMEMBER = """
UPDATE customers_externalidentity i SET content_hash = f.content_hash
FROM step_profiles f WHERE i.source = %(source)s AND i.external_id = f.key AND i.content_hash <> f.content_hash
"""
UPDATED = "SELECT customer_id FROM step_profiles WHERE outcome = 'updated'"
COUNT = "SELECT outcome, coalesce(sum(file_rows), 0) FROM step_profiles GROUP BY outcome"
STATEMENTS = (PLACES, TAGS, TAGGED, BIRTHDAYS, CONSENTS, BALANCES, REMEMBER)

FORECAST = """
SELECT CASE WHEN i.id IS NULL AND p.id IS NULL AND e.id IS NULL
                 AND row_number() OVER (PARTITION BY coalesce(encode(s.phone_hash, 'hex'), s.key) ORDER BY s.n) = 1
            THEN 'created'
            WHEN i.content_hash = f.content_hash THEN 'unchanged' ELSE 'updated' END AS outcome, f.file_rows
FROM {profiles} f JOIN {people} s ON s.n = f.n
LEFT JOIN customers_externalidentity i ON i.source = %(source)s AND i.external_id = s.key
LEFT JOIN customers_contactpoint p ON s.phone_identifies AND p.is_identity AND p.type = s.phone_type
     AND p.value_hash = s.phone_hash
LEFT JOIN {points} t ON t.n = f.n AND t.type = 'email' AND t.identifies
LEFT JOIN customers_contactpoint e ON e.is_identity AND e.type = t.type AND e.value_hash = t.hash
"""


def open_for_writing(profiles: str, tags: str) -> None:
    with connection.cursor() as cursor:
        for name in (profiles, tags):
            cursor.execute(f'CREATE INDEX "{name}_step" ON "{name}" (step)')


def forecast(staged: Mapping[str, str], *, source: str) -> Counts:
    with connection.cursor() as cursor:
        query = f"SELECT outcome, sum(file_rows) FROM ({FORECAST}) said GROUP BY 1"
        cursor.execute(query.format(**_quoted(staged)), {"source": source})
        return Counts(**{outcome: int(rows) for outcome, rows in cursor.fetchall()})


def find_organisations(staged: Mapping[str, str], *, step: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FIND_BY_NAME.format(**_quoted(staged)), {"step": step})


def write(
    staged: Mapping[str, str], *, step: int, source: str, batch_id: int, evidence: str, at: datetime
) -> Counts:
    """What the list says of one step's customers, after they were found or made, in the caller's transaction.

    `staged` names the tables of people, profiles and tags; `evidence` and `at` go with the consents.
    """
    values: dict[str, str | int | datetime] = {
        "step": step, "source": source, "batch": batch_id, "evidence": evidence, "at": at,
    }  # fmt: skip
    tables = _quoted(staged)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS step_profiles")
        cursor.execute(MATCH.format(**tables), values)
        cursor.execute("ANALYZE step_profiles")
        cursor.execute(COUNT)
        outcomes = {outcome: int(rows) for outcome, rows in cursor.fetchall()}
        before.keep_each(BEFORE, values)
        before.keep_each(BEFORE_SAID, values)
        cursor.execute(FILL)
        before.note_after_each(AFTER, values)
        for statement in STATEMENTS:
            cursor.execute(statement.format(**tables), values)
    dirty.mark_dirty_each(UPDATED, {})
    return Counts(**outcomes)


def _quoted(staged: Mapping[str, str]) -> dict[str, str]:
    return {part: f'"{name}"' for part, name in staged.items()}
