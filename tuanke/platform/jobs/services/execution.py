"""Running jobs: registration from the wiring, progress, cancel, and picking up what a dead worker left."""

import asyncio
import contextlib
import functools
import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import Error, InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from procrastinate import App, RetryStrategy
from procrastinate.jobs import Status
from procrastinate.manager import JobManager

from tuanke.platform.jobs.domain.timing import HEARTBEAT_SECONDS, STALLED_SECONDS
from tuanke.platform.jobs.models import JobRun
from tuanke.platform.jobs.services import ending
from tuanke.platform.jobs.services.giving_up import fail_given_up

logger = logging.getLogger(__name__)

ATTEMPTS = 5
RETRY = RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3)

Job = Callable[..., None]


class JobCancelled(Exception):  # noqa: N818
    """Somebody asked the job to stop; what it did so far stands."""


class Progress:
    """A job's handle on its own run."""

    def __init__(self, run_id: int) -> None:
        self._run = JobRun.objects.filter(pk=run_id)

    def report(self, done: int, total: int | None = None) -> None:
        """Say how far the work is. Raises JobCancelled when somebody asked to stop."""
        values: dict[str, Any] = {"done": done} if total is None else {"done": done, "total": total}
        self._run.update(**values)
        if self._run.values_list("cancel_requested", flat=True).get():
            raise JobCancelled


def register(
    app: App, jobs: Mapping[str, Job], watched: Mapping[str, Job], periodic: Mapping[str, str]
) -> None:
    """Make the wiring's jobs known to the queue.

    `watched` jobs take a Progress first; `periodic` gives a cron line for names in `jobs`.
    """
    for name, job in jobs.items():
        task = app.task(name=name, retry=RETRY)(_plain(job, scheduled=name in periodic))
        if name in periodic:
            app.periodic(cron=periodic[name])(task)
    for name, job in watched.items():
        app.task(name=name, retry=RETRY)(_watched(job))


def _plain(job: Job, *, scheduled: bool) -> Job:
    @functools.wraps(job)
    def run(*args: Any, **arguments: Any) -> None:
        close_old_connections()
        try:
            if scheduled:
                job()  # the timestamp the queue passes is no business of the job
            else:
                job(*args, **arguments)
        except Exception:
            logger.exception("a job failed and is tried again: %s", job.__qualname__)
            raise
        finally:
            close_old_connections()

    return run


def _watched(job: Job) -> Job:
    @functools.wraps(job)
    def run(run_id: int, **arguments: Any) -> None:
        close_old_connections()
        try:
            _run_watched(job, run_id, arguments)
        finally:
            close_old_connections()

    return run


def _run_watched(job: Job, run_id: int, arguments: Mapping[str, Any]) -> None:
    runs = JobRun.objects.filter(pk=run_id)
    if runs.filter(state__in=JobRun.FINISHED).exists():
        return
    runs.update(state=JobRun.State.RUNNING, started_at=timezone.now(), error="")
    progress = Progress(run_id)
    try:
        job(progress, **arguments)
    except JobCancelled:
        ending.end(run_id, JobRun.State.CANCELLED, at=timezone.now())
    except (OperationalError, InterfaceError) as error:
        with contextlib.suppress(Error):
            runs.update(error=str(error)[:2000])
        raise  # the database went away; the queue tries again
    except Exception as error:
        ending.end(run_id, JobRun.State.FAILED, at=timezone.now(), error=str(error)[:2000])
        logger.exception("job %s failed", runs.values_list("job", flat=True).first())
    else:
        ending.end(run_id, JobRun.State.DONE, at=timezone.now())


async def recover_stalled(manager: JobManager) -> int:
    """Put back jobs whose worker is dead; one that killed its worker too often fails for good."""
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS))
    for job in stalled:
        if job.id is None:
            continue
        if job.attempts >= ATTEMPTS:
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await manager.retry_job(job)
    await fail_given_up(manager)
    return len(stalled)


async def work(app: App, *, wait: bool) -> None:
    """Run jobs until stopped, or with `wait` False until none is left."""
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with worker_app.open_async():
        recovery = asyncio.create_task(_recover_for_ever(worker_app.job_manager))
        try:
            await worker_app.run_worker_async(
                wait=wait,
                listen_notify=wait,
                delete_jobs="successful",
                fetch_job_polling_interval=5,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=4,
                install_signal_handlers=wait,
            )
        finally:
            recovery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await recovery  # it may hold a connection, and the pool closes next


async def _recover_for_ever(manager: JobManager) -> None:
    while True:
        if count := await recover_stalled(manager):
            logger.warning("took back %s jobs of a worker that died", count)
        await asyncio.sleep(STALLED_SECONDS / 2)
