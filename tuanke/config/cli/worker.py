"""`tuanke worker`: one more process that does the queued work."""

import argparse
import asyncio
from typing import Any


def add_to(commands: Any) -> None:
    parser = commands.add_parser("worker", help="run queued jobs until stopped")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    import django

    django.setup()
    _work(wait=True)
    return 0


def work_until_done() -> None:
    """Do what is queued now, unless a worker is there to do it."""
    from tuanke.platform.jobs.selectors.runs import worker_is_alive

    if not worker_is_alive():
        _work(wait=False)


def _work(*, wait: bool) -> None:
    from procrastinate.contrib.django import app

    from tuanke.platform.jobs.services import execution

    asyncio.run(execution.work(app, wait=wait))
