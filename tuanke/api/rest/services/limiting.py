from datetime import datetime, timedelta

from django.db import connection

REQUESTS_PER_MINUTE = 600

# One statement: who counts waits for who counts the same token, and nobody reads before writing.
COUNT = """
INSERT INTO rest_requestcount AS c (token_id, minute, requests) VALUES (%(token)s, %(minute)s, 1)
ON CONFLICT (token_id) DO UPDATE
SET requests = CASE WHEN c.minute = excluded.minute THEN c.requests + 1 ELSE 1 END, minute = excluded.minute
RETURNING requests
"""


def seconds_to_wait(*, token_id: int, at: datetime) -> int:
    """Count this request; 0 lets it through, else the token has had its share of this minute."""
    minute = at.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"token": token_id, "minute": minute})
        row = cursor.fetchone()
    if row is None or row[0] <= REQUESTS_PER_MINUTE:
        return 0
    return max(1, round((minute + timedelta(minutes=1) - at).total_seconds()))
