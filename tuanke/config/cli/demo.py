"""`tuanke demo load|clear`: the demo shop in, and out again."""

import argparse
from typing import Any

from tuanke.config import environment
from tuanke.config.deployment import borrowed_database


def add_to(commands: Any) -> None:
    parser = commands.add_parser("demo", help="the demo shop")
    parser.add_argument("what", choices=["load", "clear"])
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    with borrowed_database(environment.read()):
        from tuanke.config.demo import loading, marks
        from tuanke.config.working import work_until_done

        if options.what == "clear":
            print(loading.clear())
        elif not marks.is_loaded():
            loading.load()
        work_until_done()
    return 0
