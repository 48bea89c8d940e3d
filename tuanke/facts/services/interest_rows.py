"""Interests into PostgreSQL: staged by COPY, then only what differs is written."""

from collections.abc import Sequence

import pyarrow as pa
from django.db import connection

from tuanke.facts.services.copying import copy_rows
from tuanke.insights.tables import CUSTOMER_INTERESTS

NAMES = ", ".join(CUSTOMER_INTERESTS.names)
VALUES = ("share_percent", "lines", "acts", "is_main")
STAGE = f"CREATE TEMP TABLE fresh_interests ON COMMIT DROP AS SELECT {NAMES} FROM facts_customerinterest WITH NO DATA"
REMOVE = """
DELETE FROM facts_customerinterest i WHERE (%(all)s OR i.customer_id = ANY(%(among)s::bigint[])) AND NOT EXISTS (
    SELECT FROM fresh_interests f WHERE f.customer_id = i.customer_id AND f.category = i.category)
"""
MERGE = f"""
INSERT INTO facts_customerinterest AS old ({NAMES}) SELECT {NAMES} FROM fresh_interests ORDER BY customer_id, category
ON CONFLICT (customer_id, category) DO UPDATE SET {", ".join(f"{v} = excluded.{v}" for v in VALUES)}
WHERE ({", ".join(f"old.{v}" for v in VALUES)}) IS DISTINCT FROM ({", ".join(f"excluded.{v}" for v in VALUES)})
"""


def replace(rows: pa.Table, *, among: Sequence[int] | None) -> None:
    """The interests of everybody, or only `among` these customers, are the rows of CUSTOMER_INTERESTS now."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(STAGE)
        copy_rows(cursor, "fresh_interests", rows.select(CUSTOMER_INTERESTS.names))
        cursor.execute("ANALYZE fresh_interests")
        cursor.execute(REMOVE, {"all": among is None, "among": list(among or [])})
        cursor.execute(MERGE)
        cursor.execute("DROP TABLE fresh_interests")
