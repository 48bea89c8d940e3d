from datetime import datetime

from django.db import connection

WAITING = """
SELECT count(*), min(event.occurred_at)
FROM procrastinate_jobs job JOIN outbox_outboxevent event ON event.id = CAST(job.args ->> 'event_id' AS bigint)
WHERE job.task_name = 'outbox.deliver' AND job.status IN ('todo', 'doing', 'failed')
"""


def count_undelivered() -> tuple[int, datetime | None]:
    """Events that not every handler has dealt with, given-up ones too, and when the oldest happened."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        row = cursor.fetchone()
    return (int(row[0]), row[1]) if row else (0, None)
