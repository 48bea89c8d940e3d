"""`tuanke manage …`: Django's own commands in this deployment."""

import argparse
from typing import Any

from tuanke.config import environment
from tuanke.config.deployment import borrowed_database


def add_to(commands: Any) -> None:
    parser = commands.add_parser("manage", help="Django's management commands")
    parser.add_argument("arguments", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from django.core.management import execute_from_command_line

    with borrowed_database(environment.read()):
        execute_from_command_line(["tuanke manage", *options.arguments])
    return 0
