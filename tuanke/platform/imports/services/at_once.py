"""An import from the command line: here and now, without a queue."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import mappings, planning, receiving, running


@dataclass(frozen=True)
class Result:
    created: int
    updated: int
    unchanged: int
    rejected: int
    rejects: Path


def bring_in(
    path: Path,
    *,
    mapping: Mapping[str, str],
    preset: str,
    source: str,
    at: datetime,
    dry_run: bool = False,
    is_demo: bool = False,
) -> Result:
    """Import a file. A dry run does all of it and takes it back. Raises FileRefused."""
    reading = planning.settle(path, mapping=mapping, preset=preset, source=source)
    if dry_run:
        with transaction.atomic():
            result = _run(path, reading, at, is_demo=is_demo)
            transaction.set_rollback(True)
        return result
    if mapping:
        mappings.remember(
            header=reading.file.header, kind=planning.KIND, mapping=mapping, source=reading.source, at=at
        )
    return _run(path, reading, at, is_demo=is_demo)


def _run(path: Path, reading: planning.Reading, at: datetime, *, is_demo: bool) -> Result:
    with path.open("rb") as file:
        batch = receiving.receive(
            file=file,
            name=path.name,
            kind=planning.KIND,
            source=reading.source,
            preset=reading.preset.id,
            mapping=reading.mapping,
            at=at,
            by=None,
            is_demo=is_demo,
        )
    running.run(batch.pk, lambda _done, _total: None)
    batch = ImportBatch.objects.get(pk=batch.pk)
    return Result(
        batch.created, batch.updated, batch.unchanged, batch.rejected, receiving.rejects_path(batch)
    )
