"""`tuanke worker`: one more process that does the queued work."""

import argparse
import asyncio
from typing import Any


def add_to(commands: Any) -> None:
    parser = commands.add_parser("worker", help="run queued jobs until stopped")
    parser.add_argument("--until-done", action="store_true", help="stop when no job is left")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from procrastinate.contrib.django import app

    from tuanke.platform.jobs.services import execution

    asyncio.run(execution.work(app.current_app, wait=not options.until_done))
    return 0
