"""From scores to classes: everybody of a scoring run at once, in one statement per step.

Frequency and amount are quantile classes, so they move only when a customer leaves the band around the
cut-off (domain B6); lifecycle and ABC follow the facts. New cut-offs reset the band and say so as the cause.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from tuanke.classes.domain.dimensions import BAND, DIMENSIONS
from tuanke.classes.events import ClassesChanged
from tuanke.platform.outbox.services import events

# The score's class, unless it is a step down that stays inside the band around the class held.
HELD = """
CASE WHEN old.{d} = 'high' AND s.{d}_class IN ('mid', 'low') AND NOT r.new_rule AND s.{measure} >= %(band)s * r.{d}_high
       THEN 'high'
     WHEN old.{d} = 'mid' AND s.{d}_class = 'low' AND NOT r.new_rule AND s.{measure} >= %(band)s * r.{d}_mid
       THEN 'mid'
     ELSE s.{d}_class END
"""
COMPUTE = f"""
CREATE TEMP TABLE fresh_classes ON COMMIT DROP AS
WITH run AS (
    SELECT id, as_of, (parameters->>'frequency_high')::numeric AS frequency_high,
           (parameters->>'frequency_mid')::numeric AS frequency_mid,
           (parameters->>'amount_high_fen')::numeric AS amount_high,
           (parameters->>'amount_mid_fen')::numeric AS amount_mid,
           (parameters->>'aov_high_fen')::numeric AS aov_high, parameters, kind
    FROM facts_scoringrun WHERE id = %(run)s
), held AS (
    SELECT s.customer_id, s.lifecycle, s.abc, s.frequency AS bought, s.aov_fen, s.purchase_days, r.aov_high,
           r.as_of, s.lifecycle_since, r.new_rule,
           {HELD.format(d="frequency", measure="frequency")} AS frequency,
           {HELD.format(d="amount", measure="monetary_fen")} AS amount
    FROM facts_customerscore s
    JOIN customers_customer c ON c.id = s.customer_id
    LEFT JOIN classes_customerclass old ON old.customer_id = s.customer_id
    LEFT JOIN facts_scoringrun old_run ON old_run.id = old.run_id
    CROSS JOIN LATERAL (
        SELECT run.*, old_run.id IS NULL OR old_run.parameters <> run.parameters AS new_rule
        FROM run
    ) r
    WHERE s.run_id = %(run)s OR r.kind = 'full'
), valued AS (
    SELECT *, CASE WHEN purchase_days = 0 THEN 'unknown'
                   WHEN frequency = 'high' AND amount = 'high' THEN 'high_value'
                   WHEN frequency <> 'high' AND (amount = 'high' OR (aov_fen >= aov_high AND bought > 0))
                     THEN 'potential_high_value'
                   ELSE 'ordinary' END AS value
    FROM held
)
SELECT v.customer_id, v.as_of, v.lifecycle_since, v.new_rule,
       {
    ", ".join(
        f"coalesce(o_{d}.class_code, v.{d}) AS {d}, o_{d}.id IS NOT NULL AS {d}_by_hand" for d in DIMENSIONS
    )
}
FROM valued v
{
    " ".join(
        f"LEFT JOIN classes_classoverride o_{d} ON o_{d}.customer_id = v.customer_id AND o_{d}.dimension = '{d}'"
        f" AND o_{d}.ended_at IS NULL AND o_{d}.expires_on >= %(today)s"
        for d in DIMENSIONS
    )
}
"""
NOTE_CHANGES = f"""
INSERT INTO classes_classchange (customer_id, dimension, before, after, cause, run_id, as_of)
SELECT f.customer_id, d.dimension, coalesce(d.before, ''), d.after,
       CASE WHEN d.by_hand THEN 'override' WHEN f.new_rule AND d.dimension <> 'lifecycle' THEN 'rule_change'
            ELSE 'behaviour' END, %(run)s, f.as_of
FROM fresh_classes f
LEFT JOIN classes_customerclass old ON old.customer_id = f.customer_id
CROSS JOIN LATERAL (VALUES
    {", ".join(f"('{d}', old.{d}, f.{d}, f.{d}_by_hand)" for d in DIMENSIONS)}
) AS d (dimension, before, after, by_hand)
WHERE old.customer_id IS NOT NULL AND d.before IS DISTINCT FROM d.after
"""
# Since when a lifecycle state holds follows from the orders; other classes hold since they were assigned.
SINCE = {d: "coalesce(lifecycle_since, as_of)" if d == "lifecycle" else "as_of" for d in DIMENSIONS}
STORE = f"""
INSERT INTO classes_customerclass AS old
    (customer_id, score_id, run_id, {", ".join(f"{d}, {d}_since" for d in DIMENSIONS)})
SELECT customer_id, customer_id, %(run)s, {", ".join(f"{d}, {SINCE[d]}" for d in DIMENSIONS)}
FROM fresh_classes ORDER BY customer_id
ON CONFLICT (customer_id) DO UPDATE SET run_id = excluded.run_id, {
    ", ".join(
        f"{d} = excluded.{d}, {d}_since = CASE WHEN old.{d} = excluded.{d} AND '{d}' <> 'lifecycle'"
        f" THEN old.{d}_since ELSE excluded.{d}_since END"
        for d in DIMENSIONS
    )
}
"""
FORGET = """
DELETE FROM classes_customerclass k
WHERE NOT EXISTS (SELECT FROM facts_customerscore s WHERE s.customer_id = k.customer_id)
"""


def assign(run_id: int, *, at: datetime) -> None:
    """Classify everybody the scoring run touched, of a full run everybody, in the caller's transaction."""
    values: dict[str, Any] = {"run": run_id, "band": BAND, "today": timezone.localdate(at)}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(COMPUTE, values)
        cursor.execute(NOTE_CHANGES, values)
        cursor.execute(STORE, values)
        cursor.execute(FORGET)
        cursor.execute("DROP TABLE fresh_classes")
    events.publish(ClassesChanged(run_id=run_id), at=at)
