"""Where customers came from, as programs report it: many at once, by the rule that a first touch stays."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Reported:
    """`customer_id` is one who stands (merges resolved)."""

    customer_id: int
    channel: str
    campaign: str
    keyword: str
    referrer: str
    evidence: str
    at: datetime


COLUMNS = "customer_id, channel, campaign, keyword, referrer, evidence, at"
TOLD = """
SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::timestamptz[])
AS told (customer_id, channel, campaign, keyword, referrer, evidence, at)
"""
# A channel that an import gave is the weakest sign: a visit of before the customer was in the books comes first.
FIRST = f"""
INSERT INTO customers_touch ({COLUMNS}, which)
SELECT DISTINCT ON (t.customer_id) t.*, 'first' FROM ({TOLD}) t JOIN customers_customer c ON c.id = t.customer_id
WHERE c.channel = '' OR t.at < c.created_at
ORDER BY t.customer_id, t.at
ON CONFLICT (customer_id, which) DO NOTHING
RETURNING customer_id, channel
"""
SHOWN = """
UPDATE customers_customer c SET channel = first.channel, version = c.version + 1
FROM unnest(%s::bigint[], %s::text[]) AS first (customer_id, channel) WHERE c.id = first.customer_id
"""
LAST = f"""
INSERT INTO customers_touch ({COLUMNS}, which)
SELECT DISTINCT ON (t.customer_id) t.*, 'last' FROM ({TOLD}) t ORDER BY t.customer_id, t.at DESC
ON CONFLICT (customer_id, which) DO UPDATE
SET channel = excluded.channel, campaign = excluded.campaign, keyword = excluded.keyword,
    referrer = excluded.referrer, evidence = excluded.evidence, at = excluded.at
WHERE excluded.at > customers_touch.at
"""


def record_origins(rows: Sequence[Reported]) -> None:
    """The earliest becomes the first touch of whoever has none, the latest the most recent one if it is later.

    In the caller's transaction, three statements for any number of rows.
    """
    if not rows:
        return
    arrays: list[Any] = [list(column) for column in zip(*map(astuple, rows), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(FIRST, arrays)
        first = cursor.fetchall()
        if first:
            cursor.execute(SHOWN, [list(column) for column in zip(*first, strict=True)])
        cursor.execute(LAST, arrays)
