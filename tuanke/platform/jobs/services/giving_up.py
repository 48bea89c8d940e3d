"""A watched job that the queue tries no more: its run ends as failed, never runs for ever."""

from django.utils.translation import gettext_noop
from procrastinate.manager import JobManager

GIVEN_UP = gettext_noop(
    "Begun several times; each time the worker or the database ended in the middle, so it is not tried again."
)
FAIL = """
UPDATE jobs_jobrun run SET state = 'failed', finished_at = now(),
       error = CASE WHEN run.error = '' THEN %(reason)s ELSE run.error END
FROM procrastinate_jobs job
WHERE job.status = 'failed' AND CAST(job.args ->> 'run_id' AS bigint) = run.id
  AND run.state IN ('queued', 'running')
"""


async def fail_given_up(manager: JobManager) -> None:
    """Say so on every run whose job has failed for good; what the last attempt complained of is kept."""
    await manager.connector.execute_query_async(FAIL, reason=GIVEN_UP)
