"""The classes of a scoring run as one temporary table, worked out in one statement."""

from tuanke.classes.domain.dimensions import CONFIRMED as CONFIRMED_DIMENSIONS
from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.services.formulas import (
    BANDED,
    BEHAVIOUR,
    BELOW_ON,
    CONFIRMED,
    HELD_VALUE,
    LEVELS,
    NEED,
    SCENE,
    SOURCE,
    VALUES,
    WORDS,
)

# `{theirs}` narrows what is read beside the scores to the customers of a partial run.
THEIRS = "AND customer_id IN (SELECT customer_id FROM facts_customerscore WHERE run_id = %(run)s)"
RUN = """
run AS (
    SELECT id, as_of, (parameters->>'frequency_high')::numeric AS frequency_high,
           (parameters->>'frequency_mid')::numeric AS frequency_mid,
           (parameters->>'amount_high_fen')::numeric AS amount_high,
           (parameters->>'amount_mid_fen')::numeric AS amount_mid,
           (parameters->>'aov_high_fen')::numeric AS aov_high, parameters
    FROM facts_scoringrun WHERE id = %(run)s
)
"""
# By hand, now or since the last scoring: what was set by hand is nobody's class to leave slowly.
OVERRIDDEN = f"""
overridden AS (
    SELECT o.customer_id, {
    ", ".join(
        f"max(class_code) FILTER (WHERE dimension = '{d}' AND ended_at IS NULL AND expires_on >= %(today)s) AS {d},"
        f" bool_or(dimension = '{d}') AS {d}_by_hand"
        for d in DIMENSIONS
    )
}
    FROM classes_classoverride o
    LEFT JOIN classes_customerclass k USING (customer_id) LEFT JOIN facts_scoringrun r ON r.id = k.run_id
    WHERE o.ended_at IS NULL OR o.ended_at >= r.started_at GROUP BY o.customer_id
)
"""
BESIDE = """
stated AS (
    SELECT DISTINCT ON (customer_id) customer_id, n.code
    FROM customers_statedneed s JOIN customers_need n ON n.id = s.need_id CROSS JOIN run
    WHERE n.code IN ('price', 'quality', 'service') AND s.at > run.as_of - %(stated_days)s {theirs}
    ORDER BY customer_id, s.at DESC
), scenes AS (
    SELECT customer_id, string_agg(n.code, ' ' ORDER BY s.at DESC, n.code) AS codes
    FROM customers_statedneed s JOIN customers_need n ON n.id = s.need_id
    WHERE n.kind = 'scene' {theirs} GROUP BY customer_id
), companies AS (
    SELECT DISTINCT customer_id FROM customers_invoicetitle WHERE tax_no <> '' {theirs}
), interests AS (
    SELECT DISTINCT ON (customer_id) customer_id, category FROM facts_customerinterest WHERE true {theirs}
    ORDER BY customer_id, is_main DESC, share_percent DESC, category
)
"""
OLD = ", ".join(
    f"CASE WHEN o.{d}_by_hand THEN NULL ELSE old.{d} END AS old_{d}"
    for d in ("frequency", "amount", "value", "need")
)
BASE = f"""
base AS (
    SELECT s.customer_id, s.lifecycle, s.lifecycle_since, s.abc, s.rho, s.frequency AS bought, s.monetary_fen,
           s.aov_fen, s.purchase_days, s.revenue_fen, s.frequency_class, s.amount_class, run.*, {OLD},
           old.frequency_below_on, old.amount_below_on, old.value_below_on, c.kind,
           old_run.id IS NULL OR old_run.parameters <> run.parameters AS new_rule,
           coalesce(s.revenue_fen < old.seen_revenue_fen OR s.purchase_days < old.seen_purchase_days, false)
               AS corrected,
           e.score AS engagement, e.recent_acts, n.need, n.price_score, n.quality_score, n.service_score,
           stated.code AS stated_need, scenes.codes AS stated_scenes, {SOURCE} AS source,
           coalesce(interests.category, 'unknown') AS interest,
           c.kind = 'org' OR companies.customer_id IS NOT NULL AS is_company
    FROM facts_customerscore s
    JOIN customers_customer c ON c.id = s.customer_id
    CROSS JOIN run
    LEFT JOIN classes_customerclass old ON old.customer_id = s.customer_id
    LEFT JOIN facts_scoringrun old_run ON old_run.id = old.run_id
    LEFT JOIN overridden o ON o.customer_id = s.customer_id
    LEFT JOIN facts_customerengagement e ON e.customer_id = s.customer_id
    LEFT JOIN facts_customerneed n ON n.customer_id = s.customer_id
    LEFT JOIN stated ON stated.customer_id = s.customer_id
    LEFT JOIN scenes ON scenes.customer_id = s.customer_id
    LEFT JOIN companies ON companies.customer_id = s.customer_id
    LEFT JOIN interests ON interests.customer_id = s.customer_id
    LEFT JOIN (VALUES {WORDS}) AS known (word, code) ON known.word = lower(c.channel)
    WHERE {{who}} OFFSET 0
)
"""


def _confirmed(dimension: str, ranks: str, unless: str = "") -> str:
    """The class and the day on which a step down was first due."""
    held = CONFIRMED.format(d=dimension, ranks=ranks, unless=unless)
    below = BELOW_ON.format(d=dimension, ranks=ranks, unless=unless)
    return f"{held} AS {dimension}, {below} AS new_{dimension}_below_on"


# OFFSET 0 keeps the steps apart: merged into one another, each case would be worked out again at every use of it.
# A step that frequency or amount has already waited for is not waited for once more.
MOVED_ALREADY = "AND frequency = old_frequency AND amount = old_amount"
STEPS = f"""
banded AS (
    SELECT *, {BANDED.format(d="frequency", measure="bought")} AS fresh_frequency,
           {BANDED.format(d="amount", measure="monetary_fen")} AS fresh_amount, {NEED} AS settled_need,
           {BEHAVIOUR} AS behaviour, {SCENE} AS inferred_scene
    FROM base OFFSET 0
), held AS (
    SELECT *, {_confirmed("frequency", LEVELS)}, {_confirmed("amount", LEVELS)} FROM banded OFFSET 0
), valued AS (
    SELECT *, {HELD_VALUE} AS fresh_value FROM held OFFSET 0
), settled AS (
    SELECT *, {_confirmed("value", VALUES, MOVED_ALREADY)},
           split_part(concat_ws(' ', stated_scenes, coalesce(inferred_scene, 'unknown')), ' ', 1) AS scene,
           concat_ws(' ', stated_scenes, CASE WHEN inferred_scene = ANY(string_to_array(stated_scenes, ' '))
               THEN NULL ELSE inferred_scene END) AS scenes
    FROM valued OFFSET 0
)
"""
_COLUMN = {"need": "v.settled_need"}
FINAL = f"""
SELECT v.customer_id, v.as_of, v.lifecycle_since, v.new_rule, v.corrected, v.revenue_fen, v.purchase_days,
       left(v.scenes, 500) AS scenes, {
    ", ".join(f"v.new_{d}_below_on AS {d}_below_on" for d in CONFIRMED_DIMENSIONS)
}, {
    ", ".join(
        f"coalesce(o.{d}, {_COLUMN.get(d, f'v.{d}')}) AS {d}, o.{d} IS NOT NULL AS {d}_by_hand"
        for d in DIMENSIONS
    )
}
FROM settled v LEFT JOIN overridden o ON o.customer_id = v.customer_id
"""


def compute(*, everybody: bool) -> str:
    """Fills the temporary table fresh_classes: of everybody, or of the customers of the run."""
    beside = BESIDE.format(theirs="" if everybody else THEIRS)
    base = BASE.format(who="true" if everybody else "s.run_id = %(run)s")
    steps = f"{RUN}, {OVERRIDDEN}, {beside}, {base}, {STEPS}"
    return f"CREATE TEMP TABLE fresh_classes ON COMMIT DROP AS WITH {steps} {FINAL}"
