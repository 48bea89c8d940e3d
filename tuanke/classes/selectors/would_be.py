"""Where everybody would be by other cut-offs: class held × class that would be, before anybody adopts them."""

from collections import defaultdict
from typing import Any

import pyarrow as pa
from django.db import connection

from tuanke.classes.selectors.formulas import LEVEL, VALUE
from tuanke.insights.parameters import Parameters

STORED = "SELECT customer_id, frequency, monetary_fen, aov_fen, purchase_days FROM facts_customerscore"
OTHERS = """
SELECT s.customer_id, coalesce(f.frequency, 0), coalesce(f.monetary_fen, 0), f.aov_fen, s.purchase_days
FROM facts_customerscore s LEFT JOIN unnest(%(customer_id)s::bigint[], %(frequency)s::bigint[],
    %(monetary_fen)s::bigint[], %(aov_fen)s::bigint[]) AS f (customer_id, frequency, monetary_fen, aov_fen)
USING (customer_id)
"""
CUTS = ("frequency_mid", "frequency_high", "amount_mid_fen", "amount_high_fen", "aov_high_fen")
WOULD_BE = """
WITH figures (customer_id, bought, monetary_fen, aov_fen, purchase_days) AS ({figures}), levels AS (
    SELECT *, {frequency} AS frequency, {amount} AS amount FROM figures
), would AS (
    SELECT customer_id, frequency, amount, {value} AS value FROM levels
), by_hand AS (
    SELECT customer_id, array_agg(dimension) AS dimensions FROM classes_classoverride
    WHERE ended_at IS NULL GROUP BY customer_id
)
SELECT d.dimension, d.held, CASE WHEN d.dimension = ANY(h.dimensions) THEN d.held ELSE d.would END, count(*)
FROM would w JOIN classes_customerclass k USING (customer_id) LEFT JOIN by_hand h USING (customer_id)
CROSS JOIN LATERAL (VALUES ('frequency', k.frequency, w.frequency), ('amount', k.amount, w.amount),
    ('value', k.value, w.value)) AS d (dimension, held, would)
GROUP BY 1, 2, 3
"""


def _level(measure: str, mid: str, high: str) -> str:
    return LEVEL.format(measure=measure, mid=f"%({mid})s::bigint", high=f"%({high})s::bigint")


FREQUENCY = _level("bought", "frequency_mid", "frequency_high")
AMOUNT = _level("monetary_fen", "amount_mid_fen", "amount_high_fen")


def count_would_be(parameters: Parameters, figures: pa.Table | None) -> dict[str, dict[tuple[str, str], int]]:
    """Dimension → (class held, class that would be) → customers; nobody's band counts, as after adopting.

    `figures`: of another window, with the columns of facts' FIGURES; None: the stored scores'.
    """
    cuts = {name: getattr(parameters, name) for name in CUTS}
    values: dict[str, Any] = dict(cuts)
    if figures is not None:
        columns = ("customer_id", "frequency", "monetary_fen", "aov_fen")
        values |= {name: figures[name].to_pylist() for name in columns}
    found: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(
            WOULD_BE.format(
                figures=STORED if figures is None else OTHERS,
                frequency=FREQUENCY,
                amount=AMOUNT,
                value=VALUE.format(high="%(aov_high_fen)s::bigint"),
            ),
            values,
        )
        for dimension, held, would, customers in cursor.fetchall():
            found[dimension][held, would] = customers
    return dict(found)
