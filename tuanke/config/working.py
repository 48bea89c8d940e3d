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
    """Do what is queued now; where a worker is there, wait until it has finished `run`."""
    from tuanke.platform.jobs.selectors.runs import worker_is_alive

    if not worker_is_alive():
        work(wait=False)
        return
    while run is not None and not run.is_finished:
        time.sleep(WAIT_SECONDS)
        run.refresh_from_db()
