"""The `tuanke` command: one small parser, one module per command."""

import argparse
import os
import sys
from collections.abc import Sequence

import psycopg
from django.db.utils import OperationalError

from tuanke.config.environment import ConfigurationError

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. What stops a deployment from working is one line on standard error and exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuanke.config.settings")
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except ConfigurationError as error:
        print(f"tuanke: {error}", file=sys.stderr)
        return REFUSED
    except (psycopg.OperationalError, OperationalError) as error:
        print(f"tuanke: The database does not work: {_reason(error)}.", file=sys.stderr)
        return REFUSED


def _reason(error: Exception) -> str:
    """PostgreSQL's own words, but of a full disk, which it tells by what it could not write."""
    if isinstance(error, psycopg.errors.DiskFull) or isinstance(error.__cause__, psycopg.errors.DiskFull):
        return "the disk is full"
    return str(error).strip().splitlines()[0]


def _parser() -> argparse.ArgumentParser:
    from tuanke.config.cli import analyze, demo, imports, manage, openapi, up, worker

    parser = argparse.ArgumentParser(
        prog="tuanke", description="Turn group-buying customers into repeat customers."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (up, imports, analyze, demo, worker, openapi, manage):
        command.add_to(commands)
    return parser
