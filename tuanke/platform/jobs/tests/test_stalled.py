"""What a dead worker held is taken back; what killed its worker too often is not tried again."""

import asyncio
from collections.abc import Iterator

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tuanke.platform.jobs.domain.timing import STALLED_SECONDS
from tuanke.platform.jobs.selectors.runs import worker_is_alive
from tuanke.platform.jobs.services import queue
from tuanke.platform.jobs.services.execution import ATTEMPTS, recover_stalled

pytestmark = pytest.mark.django_db(transaction=True)
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


def test_a_worker_counts_as_alive_as_long_as_it_says_so() -> None:
    assert not worker_is_alive()
    a_job_in_the_hands_of_a_worker(silent_for=1)
    assert worker_is_alive()
    execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 hour'")
    assert not worker_is_alive()
