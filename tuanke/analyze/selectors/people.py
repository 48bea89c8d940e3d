"""Who is leaving, and whom to call first: the reasons of today's list over the scores of a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tuanke.analyze.selectors.shop import Shop
from tuanke.care.domain.reasons import BY_SCORES

FEW = 10
GOODS_NAMED = 2

# The conditions are those of `care`, written over k (classes) and s (scores); an AS-OF day stands in them.
NEEDING = """
CREATE TABLE needing AS
WITH reasons AS (
    SELECT s.*, p.key, p.name, CASE {cases} END AS reason
    FROM scores s
    JOIN (SELECT customer_id, value_class AS value, lifecycle FROM scores) k USING (customer_id)
    JOIN people p USING (customer_id)
    WHERE s.purchase_days > 0
)
SELECT *, CAST(floor(margin_stake_fen * CASE reason {shares} END) AS BIGINT) AS stake_fen FROM reasons
"""
BY_REASON = """
SELECT reason, count(*) AS customers, CAST(sum(stake_fen) AS BIGINT) AS stake_fen
FROM needing WHERE stake_fen > 0 GROUP BY reason
"""
FIRST = """
SELECT customer_id, key, name, reason, orders, recency_days, last_on, own_gap_days, expected_gap_days,
       stake_fen, lifecycle
FROM needing WHERE stake_fen > 0 ORDER BY stake_fen DESC, customer_id LIMIT $few
"""
USUAL = """
SELECT customer_id, name
FROM (SELECT customer_id, goods.name, count(DISTINCT ordered_on) AS days, sum(revenue_fen) AS money
      FROM lines JOIN goods USING (product_id)
      WHERE is_order AND revenue_fen > 0 AND list_contains($customers, customer_id) GROUP BY ALL)
QUALIFY row_number() OVER (PARTITION BY customer_id ORDER BY days DESC, money DESC, name) <= $goods
ORDER BY customer_id, days DESC, money DESC, name
"""


@dataclass(frozen=True)
class People:
    """`by_reason`: code → customers and stake_fen, the part of their margin a year that is at stake.

    `first`: whom to call, most at stake first.

    `usual`: customer_id → what they bought on most days.
    """

    by_reason: Mapping[str, Mapping[str, int]]
    first: tuple[Mapping[str, Any], ...]
    usual: Mapping[int, tuple[str, ...]]


def find_people(shop: Shop) -> People:
    """Needs the table `scores`."""
    as_of = f"CAST('{shop.as_of.isoformat()}' AS DATE)"
    cases = " ".join(f"WHEN {reason.condition} THEN '{reason.code}'" for reason in BY_SCORES)
    shares = " ".join(f"WHEN '{reason.code}' THEN {reason.share}" for reason in BY_SCORES)
    shop.engine.con.execute(NEEDING.format(cases=cases % {"as_of": as_of}, shares=shares))
    counted = {row.pop("reason"): row for row in shop.query(BY_REASON)}
    first = shop.query(FIRST, {"few": FEW})
    return People(counted, tuple(first), _usual(shop, [row["customer_id"] for row in first]))


def _usual(shop: Shop, customers: list[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, tuple[str, ...]] = {}
    for row in shop.query(USUAL, {"customers": customers, "goods": GOODS_NAMED}):
        found[row["customer_id"]] = (*found.get(row["customer_id"], ()), row["name"])
    return found
