"""Long work as people see it: how far, how it ended, and how it is stopped."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction

from tuanke.platform.jobs.models import JobRun
from tuanke.platform.jobs.services import execution, queue
from tuanke.platform.jobs.services.execution import Progress

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


@pytest.fixture
def run() -> JobRun:
    return queue.start("tests.long", at=AT, by=None, pages=3)


def work(run: JobRun, job: Callable[..., None]) -> JobRun:
    execution._run_watched(job, run.pk, run.arguments)
    run.refresh_from_db()
    return run


def print_pages(progress: Progress, *, pages: int) -> None:
    for page in range(pages):
        progress.report(page, pages)
    progress.report(pages, pages)


def test_a_job_that_ends_well_is_done_with_its_whole_progress(run: JobRun) -> None:
    done = work(run, print_pages)

    assert (done.state, done.done, done.total, done.percent) == ("done", 3, 3, 100)
    assert done.started_at is not None
    assert done.finished_at is not None


def test_a_job_that_fails_says_why_and_what_it_did_is_seen(run: JobRun) -> None:
    def runs_out_of_paper(progress: Progress, *, pages: int) -> None:
        progress.report(1, pages)
        raise OSError("no paper")

    failed = work(run, runs_out_of_paper)

    assert (failed.state, failed.error, failed.percent) == ("failed", "no paper", 33)


def test_cancelled_between_two_steps_it_stops_at_the_next(run: JobRun) -> None:
    printed: list[int] = []

    def is_stopped_at_two(progress: Progress, *, pages: int) -> None:
        for page in range(1, pages + 1):
            progress.report(page, pages)
            printed.append(page)
            if page == 2:
                queue.request_cancel(run)

    stopped = work(run, is_stopped_at_two)

    assert (stopped.state, printed) == ("cancelled", [1, 2])


def test_cancelled_while_it_waits_it_does_nothing(run: JobRun) -> None:
    printed: list[int] = []

    def asks_first(progress: Progress, *, pages: int) -> None:
        progress.report(0, pages)
        printed.append(1)

    queue.request_cancel(run)

    assert (work(run, asks_first).state, printed) == ("cancelled", [])


@pytest.mark.parametrize("state", ["done", "failed", "cancelled"])
def test_what_is_over_is_not_done_again_nor_cancelled(run: JobRun, state: str) -> None:
    JobRun.objects.update(state=state)

    def never(_progress: Progress, *, pages: int) -> None:
        raise AssertionError(pages)

    assert work(run, never).state == state
    queue.request_cancel(run)
    run.refresh_from_db()
    assert not run.cancel_requested


def test_a_job_taken_back_from_a_dead_worker_starts_again(run: JobRun) -> None:
    JobRun.objects.update(state="running", started_at=AT, error="")

    assert work(run, print_pages).state == "done"


def test_one_waiting_job_is_enough() -> None:
    for _ in range(3):
        queue.enqueue("tests.short", once=True)
    queue.enqueue("tests.short", once=True, page=2)

    assert waiting() == [{}, {"page": 2}]


def test_without_once_every_request_is_a_job() -> None:
    for _ in range(2):
        queue.enqueue("tests.short")

    assert waiting() == [{}, {}]


def test_the_transaction_goes_on_after_a_job_that_was_queued_already() -> None:
    with transaction.atomic():
        queue.enqueue("tests.short", once=True)
        queue.enqueue("tests.short", once=True)
        queue.start("tests.long", at=AT, by=None)

    assert JobRun.objects.count() == 1


def test_a_job_of_a_change_that_did_not_happen_is_none() -> None:
    with transaction.atomic():
        queue.start("tests.long", at=AT, by=None)
        transaction.set_rollback(True)

    assert waiting() == []
    assert not JobRun.objects.exists()


def waiting() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs ORDER BY id")
        return [json.loads(text) for (text,) in cursor.fetchall()]
