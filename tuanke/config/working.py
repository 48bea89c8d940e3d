"""Doing queued work: as a worker process, or here and now for one command."""

import asyncio
import time
from typing import Any

WAIT_SECONDS = 0.2


def work(*, wait: bool) -> None:
    """Run queued jobs until stopped, or with `wait` False until none is left."""
    from procrastinate.contrib.django import app

    from tuanke.platform.jobs.services import execution

    asyncio.run(execution.work(app, wait=wait))


def work_until_done(run: Any = None) -> None:
    """Do what is queued now, unless a worker is there to do it; end when `run` has ended.

    A worker that was just starting may have taken the job first: then there is nothing to do here but to wait.
    """
    from tuanke.platform.jobs.selectors.runs import worker_is_alive

    if not worker_is_alive():
        work(wait=False)
    while run is not None and not _has_ended(run):
        time.sleep(WAIT_SECONDS)
        if not worker_is_alive():
            work(wait=False)


def _has_ended(run: Any) -> bool:
    run.refresh_from_db()
    return bool(run.is_finished)
