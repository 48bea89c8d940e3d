"""Score rows into PostgreSQL: staged by COPY, then one statement that touches only what differs."""

from collections.abc import Sequence

import pyarrow as pa
from django.db import connection

from tuanke.facts.services.copying import copy_rows
from tuanke.insights.tables import CUSTOMER_SCORES

NAMES = ", ".join(CUSTOMER_SCORES.names)
VALUES = [name for name in CUSTOMER_SCORES.names if name != "customer_id"]

MERGE = f"""
INSERT INTO facts_customerscore AS old (run_id, {NAMES})
SELECT %s, {NAMES} FROM fresh_scores ORDER BY customer_id
ON CONFLICT (customer_id) DO UPDATE SET run_id = excluded.run_id, {", ".join(f"{v} = excluded.{v}" for v in VALUES)}
"""
ONLY_CHANGED = f"""
WHERE ({", ".join(f"old.{v}" for v in VALUES)}) IS DISTINCT FROM ({", ".join(f"excluded.{v}" for v in VALUES)})
"""


def merge(rows: pa.Table, *, run_id: int, touch_equal: bool) -> int:
    """Write the rows of CUSTOMER_SCORES; gives how many.

    A row equal to what is there is left alone, unless `touch_equal`: then it too becomes one of this run, so
    that what rests on scores is worked out again for exactly these customers.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(
            f"CREATE TEMP TABLE fresh_scores ON COMMIT DROP AS SELECT {NAMES} FROM facts_customerscore WITH NO DATA"
        )
        copy_rows(cursor, "fresh_scores", rows.select(CUSTOMER_SCORES.names))
        cursor.execute(MERGE if touch_equal else MERGE + ONLY_CHANGED, [run_id])
        count = int(cursor.rowcount)
        cursor.execute("DROP TABLE fresh_scores")
    return count


def remove_gone(present: pa.ChunkedArray, *, among: Sequence[int] | None) -> None:
    """Drop the scores of customers who are no more (merged, undone): of all, or only `among` these."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE present_customers (customer_id bigint PRIMARY KEY) ON COMMIT DROP")
        copy_rows(cursor, "present_customers", pa.table({"customer_id": present}))
        cursor.execute(
            "DELETE FROM facts_customerscore s WHERE (%(all)s OR s.customer_id = ANY(%(among)s::bigint[]))"
            " AND NOT EXISTS (SELECT FROM present_customers p WHERE p.customer_id = s.customer_id)",
            {"all": among is None, "among": list(among or [])},
        )
        cursor.execute("DROP TABLE present_customers")
