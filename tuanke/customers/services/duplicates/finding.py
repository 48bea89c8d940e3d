"""Who may be twice in the archive, worked out anew for everybody."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tuanke.customers.domain.grouping import groups, is_tangled
from tuanke.customers.domain.matching import LIKELY, Pair, bits
from tuanke.customers.models import Customer
from tuanke.customers.services.duplicates.certain import certain_pairs

# Who was said not to be one stays apart, also after either was merged into somebody else.
STORE = """
INSERT INTO customers_duplicatecandidate (first_id, second_id, probability, weights, stake_fen, group_size,
                                          is_tangled, found_at)
SELECT p.first, p.second, p.probability, p.weights,
       coalesce((SELECT sum(s.margin_stake_fen) FROM facts_customerscore s
                 WHERE s.customer_id IN (p.first, p.second)), 0),
       p.group_size, p.is_tangled, coalesce(old.found_at, %(at)s)
FROM jsonb_to_recordset(%(pairs)s::jsonb) AS p (first bigint, second bigint, probability float, weights jsonb,
                                                group_size int, is_tangled boolean)
JOIN customers_customer a ON a.id = p.first AND a.status = 'active'
JOIN customers_customer b ON b.id = p.second AND b.status = 'active'
LEFT JOIN old_candidates old ON old.first_id = p.first AND old.second_id = p.second
WHERE NOT EXISTS (
    SELECT FROM customers_notduplicate n
    JOIN customers_customer x ON x.id = n.first_id JOIN customers_customer y ON y.id = n.second_id
    WHERE least(coalesce(x.merged_into_id, x.id), coalesce(y.merged_into_id, y.id)) = p.first
      AND greatest(coalesce(x.merged_into_id, x.id), coalesce(y.merged_into_id, y.id)) = p.second)
"""


def find(*, at: datetime) -> int:
    """Replace the candidates by those found now; gives how many there are."""
    found = [pair for kind in Customer.Kind.values for pair in find_among(kind)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(
            "CREATE TEMP TABLE old_candidates ON COMMIT DROP AS"
            " SELECT first_id, second_id, found_at FROM customers_duplicatecandidate"
        )
        cursor.execute("DELETE FROM customers_duplicatecandidate")
        cursor.execute(STORE, {"pairs": json.dumps(found), "at": at})
        count = int(cursor.rowcount)
        cursor.execute("DROP TABLE old_candidates")
    return count


def find_among(kind: str) -> list[dict[str, Any]]:
    """Likely pairs of customers of one kind, with why, and with the group each hangs together with."""
    from tuanke.customers.services.duplicates import model, reading  # Splink, DuckDB: in a worker only

    certain = certain_pairs(kind)
    scored = {
        (pair["first"], pair["second"]): pair for pair in model.score(reading.read(kind), kind, certain)
    }
    for pair, levels in certain.items():
        known = scored.setdefault(pair, _certain(pair, levels, kind))
        known["probability"] = max(
            known["probability"], LIKELY
        )  # whatever speaks against: somebody should look
    likely = [pair for pair in scored.values() if pair["probability"] >= LIKELY]
    return _grouped(likely, {ids: pair["probability"] for ids, pair in scored.items()})


def _certain(pair: Pair, levels: Iterable[tuple[str, str]], kind: str) -> dict[str, Any]:
    """Written since the records were read."""
    weights = [[feature, code, bits(kind, feature, code)] for feature, code in sorted(levels)]
    return {"first": pair[0], "second": pair[1], "probability": LIKELY, "weights": weights}


def _grouped(likely: list[dict[str, Any]], probabilities: Mapping[Pair, float]) -> list[dict[str, Any]]:
    group_of = {
        member: (len(group), is_tangled(group, probabilities))
        for group in groups((pair["first"], pair["second"]) for pair in likely)
        for member in group
    }
    return [
        {**pair, "group_size": group_of[pair["first"]][0], "is_tangled": group_of[pair["first"]][1]}
        for pair in likely
    ]
