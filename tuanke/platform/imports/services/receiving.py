import hashlib
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from tuanke.platform.audit.services import trail
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.jobs.services import queue

BLOCK = 1 << 20


class Readable(Protocol):
    """An open file, or an upload."""

    def read(self, size: int, /) -> bytes: ...


def receive(  # noqa: PLR0913
    *,
    file: Readable,
    name: str,
    kind: str,
    source: str,
    at: datetime,
    by: int | None,
    preset: str = "",
    mapping: Mapping[str, str] | None = None,
    is_demo: bool = False,
) -> ImportBatch:
    """Keep the file under a name of our own and open a batch for it; nothing is read yet.

    `source` names where the ids in the file come from: the same id from the same source is the same customer.
    """
    path, digest, size = _keep(file, Path(name).suffix)
    batch = ImportBatch(
        kind=kind,
        file_name=Path(name).name[:255],
        path=path,
        sha256=digest,
        size=size,
        source=source,
        preset=preset,
        mapping=dict(mapping or {}),
        is_demo=is_demo,
        by_id=by,
        received_at=at,
    )
    _open(batch)
    return batch


@transaction.atomic
def _open(batch: ImportBatch) -> None:
    batch.save(force_insert=True)
    batch.refresh_from_db(fields=["uid"])
    changes = {"file": batch.file_name, "sha256": batch.sha256}
    trail.record(
        action="import.received", at=batch.received_at, by=batch.by_id, target=batch, changes=changes
    )


@transaction.atomic
def set_up(*, batch: ImportBatch, kind: str, preset: str, mapping: Mapping[str, str], source: str) -> None:
    """Say what the file is and how its columns are to be read; the check of all rows follows by itself."""
    batch.kind, batch.preset, batch.mapping, batch.source = kind, preset, dict(mapping), source
    batch.state, batch.rows = ImportBatch.State.RECEIVED, 0
    batch.save(update_fields=["kind", "preset", "mapping", "source", "state", "rows"])
    queue.enqueue("imports.check", batch_id=batch.pk)


@transaction.atomic
def start(*, batch: ImportBatch, at: datetime, by: int | None) -> None:
    """Queue the work; its progress is the batch's run. A batch that is queued already is left alone."""
    mine = ImportBatch.objects.select_for_update(of=["self"]).select_related("run").get(pk=batch.pk)
    if mine.may_start:
        mine.run = queue.start("imports.run", at=at, by=by, batch_id=batch.pk)
        mine.save(update_fields=["run"])
    batch.run = mine.run


@transaction.atomic
def start_undo(*, batch: ImportBatch, at: datetime, by: int | None) -> None:
    """Queue the taking back; its progress is the batch's run. What cannot be taken back is left alone."""
    mine = ImportBatch.objects.select_for_update(of=["self"]).select_related("run").get(pk=batch.pk)
    if mine.may_undo:
        mine.run = queue.start("imports.undo", at=at, by=by, batch_id=batch.pk)
        mine.save(update_fields=["run"])


@transaction.atomic
def add_companion(*, batch: ImportBatch, file: Readable, name: str) -> None:
    """Keep a second file beside the batch's own: the lines of its orders, or the orders of its lines."""
    batch.companion_path, _, _ = _keep(file, Path(name).suffix)
    batch.companion_name = Path(name).name[:255]
    batch.save(update_fields=["companion_path", "companion_name"])


@transaction.atomic
def swap_companion(*, batch: ImportBatch) -> None:
    """The second file has the orders after all."""
    batch.path, batch.companion_path = batch.companion_path, batch.path
    batch.file_name, batch.companion_name = batch.companion_name, batch.file_name
    batch.save(update_fields=["path", "companion_path", "file_name", "companion_name"])


def companion_path(batch: ImportBatch) -> Path | None:
    return Path(settings.MEDIA_ROOT) / batch.companion_path if batch.companion_path else None


def source_path(batch: ImportBatch) -> Path:
    return Path(settings.MEDIA_ROOT) / batch.path


def rejects_path(batch: ImportBatch) -> Path:
    return source_path(batch).with_name(f"{batch.pk}-rejects.csv")


def _keep(file: Readable, suffix: str) -> tuple[str, str, int]:
    """Store the bytes under their own hash; the same file twice is kept once."""
    folder = Path(settings.MEDIA_ROOT) / "imports"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest, size = hashlib.sha256(), 0
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".", suffix=".part", delete=False) as draft:
        try:
            while block := file.read(BLOCK):
                digest.update(block)
                size += draft.write(block)
            draft.flush()
            name = f"{digest.hexdigest()}{suffix.lower()[:10]}"
            Path(draft.name).replace(folder / name)
        except BaseException:
            Path(draft.name).unlink(missing_ok=True)
            raise
    return f"imports/{name}", digest.hexdigest(), size
