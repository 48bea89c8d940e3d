"""`tuanke worker`: one more process that does the queued work."""

import argparse
import asyncio
import time
from typing import Any

WAIT_SECONDS = 0.2


def add_to(commands: Any) -> None:
    parser = commands.add_parser("worker", help="run queued jobs until stopped")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    import django

    django.setup()
    _work(wait=True)
    return 0


def work_until_done(run: Any = None) -> None:
    """Do what is queued now; where a worker is there, wait until it has finished `run`."""
    from tuanke.platform.jobs.selectors.runs import worker_is_alive

    if not worker_is_alive():
        _work(wait=False)
        return
    while run is not None and not run.is_finished:
        time.sleep(WAIT_SECONDS)
        run.refresh_from_db()


def _work(*, wait: bool) -> None:
    from procrastinate.contrib.django import app

    from tuanke.platform.jobs.services import execution

    asyncio.run(execution.work(app, wait=wait))
