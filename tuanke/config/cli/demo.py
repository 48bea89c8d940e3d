"""`tuanke demo load|clear`: the demo shop in, and out again."""

import argparse
from typing import Any

from tuanke.config import environment
from tuanke.config.deployment import borrowed_database
from tuanke.config.working import work_until_done


def add_to(commands: Any) -> None:
    parser = commands.add_parser("demo", help="the demo shop")
    parser.add_argument("what", choices=["load", "clear"])
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    (clear if options.what == "clear" else load)()
    return 0


def load() -> None:
    with borrowed_database(environment.read()):
        from tuanke.config.demo import loading, marks

        if not marks.is_loaded():
            loading.load()
        work_until_done()


def clear() -> None:
    with borrowed_database(environment.read()):
        from tuanke.config.demo import loading

        print(loading.clear())
        work_until_done()
