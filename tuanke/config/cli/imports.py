"""`tuanke import FILE`: the same importer as the page."""

import argparse
import sys
from pathlib import Path
from typing import Any

from tuanke.config import environment
from tuanke.config.deployment import borrowed_database
from tuanke.config.environment import ConfigurationError

REFUSED = 2


def add_to(commands: Any) -> None:
    parser = commands.add_parser("import", help="bring a file of orders into the archive")
    parser.add_argument("file", type=Path)
    parser.add_argument("--preset", default="", help="read the file as an export of this kind")
    parser.add_argument(
        "--map", default="", help="key=Column,key=Column; remembered for files with this header"
    )
    parser.add_argument(
        "--source", default="", help="where the customer numbers come from (default: the platform)"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    if not options.file.is_file():
        raise ConfigurationError(f"There is no file {options.file}.")
    with borrowed_database(environment.read()):
        return _import(options)


def _import(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from tuanke.config.cli.worker import work_until_done
    from tuanke.kit.files.keys import parse_map
    from tuanke.kit.files.refusal import FileRefused
    from tuanke.platform.imports.services import at_once, wording

    try:
        result = at_once.bring_in(
            options.file,
            mapping=parse_map(options.map) if options.map else {},
            preset=options.preset,
            source=options.source,
            dry_run=options.dry_run,
            at=timezone.now(),
        )
    except FileRefused as refusal:
        print(f"tuanke: {wording.refusal_sentence(refusal.code, refusal.params)}", file=sys.stderr)
        return REFUSED
    print(
        f"created {result.created}  updated {result.updated}  unchanged {result.unchanged}  rejected {result.rejected}"
    )
    if result.rejected:
        print(f"rejects: {result.rejects}")
    if not options.dry_run:
        work_until_done()
    return 0
