"""From scores to classes: everybody of a scoring run at once, in one statement per step.

Frequency, amount and value move down only when a customer leaves the band around the cut-off, and a second
evaluation on a later day agrees; upwards, after corrected data and by new cut-offs at once (domain B6). The
other dimensions follow the facts. What was set by hand stays until its day.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from tuanke.classes.domain.dimensions import BAND, CUT_BY_NUMBERS, DIMENSIONS, STATED_DAYS
from tuanke.classes.events import ClassesChanged
from tuanke.classes.services.computing import compute
from tuanke.facts.selectors.scores import is_full
from tuanke.platform.outbox.services import events

FROM_SUMS = (*CUT_BY_NUMBERS, "lifecycle", "behaviour")  # what corrected orders may move
# A dimension that is new to the product has no class of before.
NOTE_CHANGES = f"""
INSERT INTO classes_classchange (customer_id, dimension, before, after, cause, run_id, as_of)
SELECT f.customer_id, d.dimension, d.before, d.after,
       CASE WHEN d.by_hand THEN 'override'
            WHEN EXISTS (SELECT FROM customers_customer l
                         WHERE l.merged_into_id = f.customer_id AND l.merged_at > old_run.started_at) THEN 'merge'
            WHEN f.new_rule AND d.dimension = ANY(%(cut)s) THEN 'rule_change'
            WHEN f.corrected AND d.dimension = ANY(%(from_sums)s) THEN 'data_correction'
            ELSE 'behaviour' END, %(run)s, f.as_of
FROM fresh_classes f
JOIN classes_customerclass old ON old.customer_id = f.customer_id
JOIN facts_scoringrun old_run ON old_run.id = old.run_id
CROSS JOIN LATERAL (VALUES
    {", ".join(f"('{d}', old.{d}, f.{d}, f.{d}_by_hand, old.{d}_since)" for d in DIMENSIONS)}
) AS d (dimension, before, after, by_hand, since)
WHERE ({", ".join(f"old.{d}" for d in DIMENSIONS)}) IS DISTINCT FROM ({", ".join(f"f.{d}" for d in DIMENSIONS)})
  AND d.before <> d.after AND d.since IS NOT NULL
"""
# Since when a lifecycle state holds follows from the orders; other classes hold since they were assigned.
SINCE = {d: "coalesce(lifecycle_since, as_of)" if d == "lifecycle" else "as_of" for d in DIMENSIONS}
KEPT = ("scenes", "frequency_below_on", "amount_below_on", "value_below_on")
STORE = f"""
INSERT INTO classes_customerclass AS old
    (customer_id, score_id, run_id, {", ".join(f"{d}, {d}_since" for d in DIMENSIONS)}, {", ".join(KEPT)},
     seen_revenue_fen, seen_purchase_days)
SELECT customer_id, customer_id, %(run)s, {", ".join(f"{d}, {SINCE[d]}" for d in DIMENSIONS)}, {
    ", ".join(KEPT)
},
       revenue_fen, purchase_days
FROM fresh_classes ORDER BY customer_id
ON CONFLICT (customer_id) DO UPDATE SET run_id = excluded.run_id,
    seen_revenue_fen = excluded.seen_revenue_fen, seen_purchase_days = excluded.seen_purchase_days,
    {", ".join(f"{name} = excluded.{name}" for name in KEPT)}, {
    ", ".join(
        f"{d} = excluded.{d}, {d}_since = CASE WHEN old.{d} = excluded.{d} AND '{d}' <> 'lifecycle'"
        f" THEN coalesce(old.{d}_since, excluded.{d}_since) ELSE excluded.{d}_since END"
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
    values: dict[str, Any] = {
        "run": run_id,
        "band": BAND,
        "today": timezone.localdate(at),
        "stated_days": STATED_DAYS,
        "cut": list(CUT_BY_NUMBERS),
        "from_sums": list(FROM_SUMS),
    }
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(compute(everybody=is_full(run_id)), values)
        cursor.execute(NOTE_CHANGES, values)
        cursor.execute(STORE, values)
        cursor.execute(FORGET)
        cursor.execute("DROP TABLE fresh_classes")
    events.publish(ClassesChanged(run_id=run_id), at=at)
