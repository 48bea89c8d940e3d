"""What a dead worker held is taken back; what killed its worker too often is not tried again."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from procrastinate.contrib.django import app

from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.jobs.domain.timing import STALLED_SECONDS
from tuanke.platform.jobs.models import JobRun
from tuanke.platform.jobs.selectors.runs import worker_is_alive
from tuanke.platform.jobs.services import execution, queue
from tuanke.platform.jobs.services.execution import ATTEMPTS, recover_stalled
from tuanke.platform.jobs.services.giving_up import GIVEN_UP

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)
EMPTY = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"


@pytest.fixture(autouse=True)
def queue_of_this_test() -> Iterator[None]:
    execute(EMPTY)
    yield
    execute(EMPTY)


def execute(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def a_job_in_the_hands_of_a_worker(silent_for: float, attempts: int = 1) -> None:
    queue.enqueue("tests.short")
    execute(
        "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => %s)) RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = worker.id FROM worker",
        silent_for,
        attempts,
    )


def a_watched_job_in_the_hands_of_a_dead_worker(attempts: int) -> JobRun:
    run = queue.start("tests.long", at=AT, by=None)
    JobRun.objects.update(state="running", started_at=AT)
    execute(
        "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '1 hour') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', attempts = %s, worker_id = worker.id FROM worker",
        attempts,
    )
    return run


def recover() -> int:
    async def once() -> int:
        worker_app = app.with_connector(app.connector.get_worker_connector())
        async with worker_app.open_async():
            return await recover_stalled(worker_app.job_manager)

    return asyncio.run(once())


def status() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs")
        return str(cursor.fetchone()[0])


def test_a_job_of_a_dead_worker_waits_again() -> None:
    a_job_in_the_hands_of_a_worker(silent_for=STALLED_SECONDS + 1)

    assert recover() == 1
    assert status() == "todo"


def test_a_job_of_a_living_worker_is_left_alone() -> None:
    a_job_in_the_hands_of_a_worker(silent_for=1)

    assert recover() == 0
    assert status() == "doing"


def test_a_job_that_killed_its_worker_too_often_fails_for_good() -> None:
    a_job_in_the_hands_of_a_worker(silent_for=STALLED_SECONDS + 1, attempts=ATTEMPTS)

    recover()

    assert status() == "failed"


def test_the_run_of_a_job_given_up_has_failed_and_says_why() -> None:
    run = a_watched_job_in_the_hands_of_a_dead_worker(ATTEMPTS)

    recover()

    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", GIVEN_UP)
    assert run.finished_at is not None


def test_the_run_of_a_job_that_is_tried_again_goes_on() -> None:
    run = a_watched_job_in_the_hands_of_a_dead_worker(ATTEMPTS - 1)

    recover()

    run.refresh_from_db()
    assert (run.state, status()) == ("running", "todo")


def test_the_database_away_at_every_attempt_is_the_reason() -> None:
    run = queue.start("tests.long", at=AT, by=None)

    def loses_the_database(_progress: execution.Progress) -> None:
        raise OperationalError("server closed the connection")

    for _ in range(ATTEMPTS):
        with pytest.raises(OperationalError):
            execution._run_watched(loses_the_database, run.pk, {})
    run.refresh_from_db()
    assert run.state == "running", "the queue decides whether it is tried again"
    execute("UPDATE procrastinate_jobs SET status = 'doing'")
    execute("UPDATE procrastinate_jobs SET status = 'failed'")

    recover()

    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", "server closed the connection")


def test_the_page_of_jobs_leads_to_where_a_given_up_one_is_started_again(client: Client) -> None:
    owner = make_staff("chen", name="陈老板", role=Role.OWNER)
    client.force_login(owner, backend=settings.AUTHENTICATION_BACKENDS[-1])
    run = queue.start("imports.run", at=AT, by=None, batch_id=1)
    other = queue.start("tests.long", at=AT, by=None)
    JobRun.objects.update(state="failed", error=GIVEN_UP)

    page = client.get("/jobs/").content.decode()

    assert f"/imports/runs/{run.uid}/" in page
    assert str(other.uid) not in page, "nothing to start again, and nothing to cancel"


def test_a_worker_counts_as_alive_as_long_as_it_says_so() -> None:
    assert not worker_is_alive()
    a_job_in_the_hands_of_a_worker(silent_for=1)
    assert worker_is_alive()
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    assert not worker_is_alive()
