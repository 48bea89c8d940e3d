"""Who needs attention now: planned anew after every scoring, set by set."""

from typing import Any

from django.db import connection

from tuanke.care.domain.reasons import REASONS, REST_DAYS

CASES = " ".join(f"WHEN {reason.condition} THEN '{reason.code}'" for reason in REASONS)
SINCE = " ".join(f"WHEN '{reason.code}' THEN {reason.since}" for reason in REASONS)

FIND = f"""
CREATE TEMP TABLE needing ON COMMIT DROP AS
SELECT f.*, coalesce(CASE reason {SINCE} END, %(as_of)s) AS since
FROM (
    SELECT s.*, CASE {CASES} END AS reason
    FROM classes_customerclass k
    JOIN facts_customerscore s ON s.customer_id = k.customer_id
    JOIN customers_customer c ON c.id = k.customer_id AND c.status = 'active'
    WHERE k.run_id = %(run)s
) f JOIN facts_customerscore s ON s.customer_id = f.customer_id
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
UPDATE care_attention a SET stake_fen = n.margin_stake_fen, run_id = %(run)s
FROM needing n
WHERE a.customer_id = n.customer_id AND a.reason = n.reason AND a.state IN ('open', 'snoozed')
  AND a.stake_fen IS DISTINCT FROM n.margin_stake_fen
"""
OPEN = """
INSERT INTO care_attention (customer_id, reason, stake_fen, since, run_id)
SELECT n.customer_id, n.reason, n.margin_stake_fen, n.since, %(run)s
FROM needing n
WHERE n.reason IS NOT NULL AND n.margin_stake_fen > 0
  AND NOT EXISTS (
      SELECT FROM care_attention a WHERE a.customer_id = n.customer_id AND a.reason = n.reason
         AND a.state = 'done' AND a.acted_at > now() - make_interval(days => %(rest)s))
ON CONFLICT DO NOTHING
"""


def plan(run_id: int) -> None:
    """Bring the list in line with the classes of this run, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT as_of FROM facts_scoringrun WHERE id = %s", [run_id])
        row = cursor.fetchone()
        values: dict[str, Any] = {"run": run_id, "as_of": row[0] if row else None, "rest": REST_DAYS}
        for statement in (FIND, LET_GO, WAKE, RENEW, OPEN):
            cursor.execute(statement, values)
        cursor.execute("DROP TABLE needing")
