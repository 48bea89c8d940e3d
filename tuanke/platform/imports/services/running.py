"""Carrying an import through: stage once, then step by step, each step with its count in one transaction."""

import logging
from collections.abc import Callable

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from tuanke.kit.files.refusal import FileRefused
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services.importers import Importer, importer_for
from tuanke.platform.imports.services.receiving import rejects_path, source_path

logger = logging.getLogger(__name__)

Report = Callable[[int, int], None]
State = ImportBatch.State


def run(batch_id: int, report: Report) -> None:
    """Bring the batch to its end from wherever an earlier attempt left it.

    `report(done, total)` is called between steps and may raise to stop; what is written stays written.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    importer = importer_for(batch.kind)
    if batch.state in {State.RECEIVED, State.STAGING} and not _stage(batch, importer):
        return
    if batch.state == State.CANCELLED:
        ImportBatch.objects.filter(pk=batch.pk).update(state=State.APPLYING)
    for step in range(batch.step, batch.steps):
        report(step, batch.steps)
        _apply(batch, importer, step)
    _finish(batch, importer)
    report(batch.steps, batch.steps)


def mark_cancelled(batch_id: int) -> None:
    """The steps written so far stay; the same file can be run again and goes on from there."""
    ImportBatch.objects.filter(pk=batch_id).exclude(state=State.DONE).update(
        state=State.CANCELLED, finished_at=timezone.now()
    )


def _stage(batch: ImportBatch, importer: Importer) -> bool:
    """Fill the staging tables; False if the file as a whole was refused."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=State.STAGING)
    try:
        with transaction.atomic():
            _allow_long_statements()
            staged = importer.stage(batch, source_path(batch), rejects_path(batch))
            batch.rows, batch.rejected, batch.steps = staged.rows, staged.rejected, staged.steps
            batch.state = State.APPLYING
            batch.save(update_fields=["rows", "rejected", "steps", "state"])
    except FileRefused as refusal:
        batch.state = State.REFUSED
        batch.refusal = {"code": refusal.code, "params": {k: str(v) for k, v in refusal.params.items()}}
        batch.finished_at = timezone.now()
        batch.save(update_fields=["state", "refusal", "finished_at"])
        return False
    return True


def _apply(batch: ImportBatch, importer: Importer, step: int) -> None:
    with transaction.atomic():
        _allow_long_statements()
        mine = ImportBatch.objects.select_for_update().get(pk=batch.pk)
        if mine.step != step:
            return  # another worker has written it
        counts = importer.apply(batch, step)
        ImportBatch.objects.filter(pk=batch.pk).update(
            step=step + 1,
            created=F("created") + counts.created,
            updated=F("updated") + counts.updated,
            unchanged=F("unchanged") + counts.unchanged,
        )


@transaction.atomic
def _finish(batch: ImportBatch, importer: Importer) -> None:
    done = ImportBatch.objects.filter(pk=batch.pk).exclude(state=State.DONE)
    if done.update(state=State.DONE, finished_at=timezone.now()):
        importer.finish(batch)


def _allow_long_statements() -> None:
    """A step is bounded by its size, not by the limit meant for pages."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '30s'")
