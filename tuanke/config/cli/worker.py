"""`tuanke worker`: one more process that does the queued work."""

import argparse
from typing import Any

from tuanke.config.working import work


def add_to(commands: Any) -> None:
    parser = commands.add_parser("worker", help="run queued jobs until stopped")
    parser.set_defaults(run=run)


def run(_options: argparse.Namespace) -> int:
    import django

    django.setup()
    work(wait=True)
    return 0
