import uuid

from django.db import connection
from django.db.models import QuerySet

from tuanke.platform.jobs.domain.timing import STALLED_SECONDS
from tuanke.platform.jobs.models import JobRun


def list_runs() -> QuerySet[JobRun]:
    return JobRun.objects.select_related("by").order_by("-queued_at", "-pk")


def get_run(uid: uuid.UUID) -> JobRun:
    """Raises JobRun.DoesNotExist."""
    return JobRun.objects.select_related("by").get(uid=uid)


def count_jobs() -> dict[str, int]:
    """State of the queue → jobs in it; what ended well is no longer there."""
    states = dict.fromkeys(("todo", "doing", "failed"), 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        return {**states, **{str(status): int(count) for status, count in cursor.fetchall()}}


def worker_is_alive() -> bool:
    """Some worker said so within the last seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [STALLED_SECONDS],
        )
        row = cursor.fetchone()
    return bool(row and row[0])
