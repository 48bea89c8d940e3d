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

    from tuanke.config.working import work_until_done
    from tuanke.kit.files.keys import parse_map
    from tuanke.kit.files.refusal import FileRefused
    from tuanke.platform.imports.services import receiving, rehearsals, submitting
    from tuanke.ui.files import wording

    try:
        asked = {
            "mapping": parse_map(options.map) if options.map else {},
            "preset": options.preset,
            "source": options.source,
            "at": timezone.now(),
        }
        if options.dry_run:
            rehearsed = submitting.rehearse(options.file, **asked)
            return _outcome(rehearsed, rehearsals.tidy(rehearsed))
        batch = submitting.submit(options.file, **asked)
    except FileRefused as refusal:
        return _refuse(wording.refusal_sentence(refusal.code, refusal.params))
    work_until_done(batch.run)
    batch.refresh_from_db()
    return _outcome(batch, receiving.rejects_path(batch))


def _outcome(batch: Any, rejects: Path) -> int:
    from tuanke.ui.files import wording

    if batch.refusal:
        return _refuse(wording.refusal_sentence(batch.refusal["code"], batch.refusal["params"]))
    return _report(batch, rejects)


def _refuse(sentence: str) -> int:
    print(f"tuanke: {sentence}", file=sys.stderr)
    return REFUSED


def _report(batch: Any, rejects: Path) -> int:
    """The account of the rows; 1 when the import itself failed, which the log explains."""
    if batch.state not in {batch.State.DONE, batch.State.CHECKED}:
        print(f"tuanke: the import did not end well ({batch.get_state_display()}).", file=sys.stderr)
        return 1
    counts = " ".join(f"{name} {number} " for name, number in batch.counts.items())
    print(f"{counts} rejected {batch.rejected}")
    if batch.rejected:
        print(f"rejects: {rejects}")
    return 0
