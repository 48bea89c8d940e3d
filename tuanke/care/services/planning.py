"""Who needs attention now: planned anew after every scoring, set by set."""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from tuanke.care.domain.reasons import BY_CODE, REASONS, REST_DAYS
from tuanke.care.services import archive_facts

CODES = ", ".join(f"CASE WHEN {reason.condition} THEN '{reason.code}' END" for reason in REASONS)
SINCE = " ".join(f"WHEN '{code}' THEN {reason.since}" for code, reason in BY_CODE.items())
SHARE = " ".join(f"WHEN '{code}' THEN {reason.share}" for code, reason in BY_CODE.items())

# `codes`: every reason that holds and does not rest after a talk, the first one first.
FIND = f"""
CREATE TEMP TABLE needing ON COMMIT DROP AS
WITH holding AS (
    SELECT k.customer_id, array_remove(ARRAY[{CODES}], NULL) AS codes
    FROM classes_customerclass k
    JOIN facts_customerscore s ON s.customer_id = k.customer_id AND s.margin_stake_fen > 0
    JOIN customers_customer c ON c.id = k.customer_id AND c.status = 'active'
    LEFT JOIN dates_ahead d ON d.customer_id = k.customer_id
    LEFT JOIN festival_buyers f ON f.customer_id = k.customer_id
    LEFT JOIN unreachable u ON u.customer_id = k.customer_id
    WHERE k.run_id = %(run)s
), rested AS (
    SELECT customer_id, ARRAY(
        SELECT code FROM unnest(codes) WITH ORDINALITY AS one (code, place)
        WHERE NOT EXISTS (
            SELECT FROM care_attention a WHERE a.customer_id = holding.customer_id AND a.reason = code
               AND a.state = 'done' AND a.acted_at > now() - make_interval(days => %(rest)s))
        ORDER BY place) AS codes
    FROM holding WHERE cardinality(codes) > 0
)
SELECT r.customer_id, codes[1] AS reason, coalesce(CASE codes[1] {SINCE} END, %(as_of)s) AS since,
       greatest(floor(s.margin_stake_fen * CASE codes[1] {SHARE} END), 1)::bigint AS stake_fen,
       jsonb_strip_nulls(jsonb_build_object(
           'also', nullif(to_jsonb(codes[2:]), '[]'::jsonb), 'kind', d.kind, 'name', nullif(d.name, ''),
           'comes_on', d.comes_on, 'festival', f.festival, 'festival_on', f.comes_on,
           'bought_on', f.bought_on, 'spent_fen', f.spent_fen)) AS evidence
FROM rested r
JOIN facts_customerscore s USING (customer_id)
LEFT JOIN dates_ahead d USING (customer_id)
LEFT JOIN festival_buyers f USING (customer_id)
WHERE cardinality(codes) > 0
"""
LET_GO = """
UPDATE care_attention a SET state = 'passed'
FROM classes_customerclass k
WHERE k.customer_id = a.customer_id AND k.run_id = %(run)s AND a.state IN ('open', 'snoozed')
  AND NOT EXISTS (SELECT FROM needing n WHERE n.customer_id = a.customer_id AND n.reason = a.reason)
"""
WAKE = """
UPDATE care_attention SET state = 'open', snoozed_until = NULL
WHERE state = 'snoozed' AND snoozed_until <= %(as_of)s
"""
RENEW = """
UPDATE care_attention a SET stake_fen = n.stake_fen, evidence = n.evidence, run_id = %(run)s
FROM needing n
WHERE a.customer_id = n.customer_id AND a.reason = n.reason AND a.state IN ('open', 'snoozed')
  AND (a.stake_fen, a.evidence) IS DISTINCT FROM (n.stake_fen, n.evidence)
"""
OPEN = """
INSERT INTO care_attention (customer_id, reason, stake_fen, since, evidence, run_id)
SELECT customer_id, reason, stake_fen, since, evidence, %(run)s FROM needing
ON CONFLICT DO NOTHING
"""


def plan(run_id: int, *, at: datetime) -> None:
    """Bring the list in line with the classes of this run, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT as_of FROM facts_scoringrun WHERE id = %s", [run_id])
        row = cursor.fetchone()
        archive_facts.gather(cursor, run_id, timezone.localdate(at))
        values: dict[str, Any] = {"run": run_id, "as_of": row[0] if row else None, "rest": REST_DAYS}
        for statement in (FIND, LET_GO, WAKE, RENEW, OPEN):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE needing, dates_ahead, festival_buyers, unreachable")
