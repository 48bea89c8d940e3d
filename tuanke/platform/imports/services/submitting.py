"""A file from the command line: read as the page would read it, then queued, or rehearsed."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import mappings, planning, receiving, running


@transaction.atomic
def submit(
    path: Path,
    *,
    mapping: Mapping[str, str],
    preset: str,
    source: str,
    at: datetime,
    is_demo: bool = False,
) -> ImportBatch:
    """Keep the file and queue its import; the mapping is remembered. Raises FileRefused."""
    reading = planning.settle(path, mapping=mapping, preset=preset, source=source)
    if mapping:
        mappings.remember(
            header=reading.file.header, kind=reading.kind, mapping=mapping, source=reading.source, at=at
        )
    batch = _receive(path, reading, at, is_demo=is_demo)
    receiving.start(batch=batch, at=at, by=None)
    return batch


def rehearse(
    path: Path, *, mapping: Mapping[str, str], preset: str, source: str, at: datetime
) -> ImportBatch:
    """Read every row and say what an import would do; nothing is kept. Raises FileRefused."""
    reading = planning.settle(path, mapping=mapping, preset=preset, source=source)
    with transaction.atomic():
        batch = _receive(path, reading, at, is_demo=False)
        running.check(batch.pk)
        batch.refresh_from_db()
        transaction.set_rollback(True)
    return batch


def _receive(path: Path, reading: planning.Reading, at: datetime, *, is_demo: bool) -> ImportBatch:
    with path.open("rb") as file:
        return receiving.receive(
            file=file,
            name=path.name,
            kind=reading.kind,
            source=reading.source,
            preset=reading.preset.id,
            mapping=reading.mapping,
            at=at,
            by=None,
            is_demo=is_demo,
        )
