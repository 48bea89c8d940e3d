"""Carrying an import through: stage once, then step by step, each step with its count in one transaction."""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from tuanke.kit.files.refusal import FileRefused
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services.importers import Counts, Importer, importer_for
from tuanke.platform.imports.services.receiving import rejects_path, source_path
from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.services import notices

logger = logging.getLogger(__name__)

Report = Callable[[int, int], None]
State = ImportBatch.State
UNREAD = (State.RECEIVED, State.STAGING, State.CANCELLED)
READING = 7003  # the advisory lock of whoever reads a batch's file


def check(batch_id: int) -> None:
    """Read every row and work out what writing would do; nothing is written into the books."""
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state in UNREAD:
        _stage(batch, importer_for(batch.kind))


def run(batch_id: int, report: Report) -> None:
    """Bring the batch to its end from wherever an earlier attempt left it.

    `report(done, total)` is called between steps and may raise to stop; what is written stays written.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    importer = importer_for(batch.kind)
    while not batch.is_staged:
        if not _stage(batch, importer):
            return
    ImportBatch.objects.filter(pk=batch.pk).exclude(state=State.DONE).update(state=State.APPLYING)
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
    """Fill the staging tables; False if the file as a whole was refused. Two at once wait for each other."""
    ImportBatch.objects.filter(pk=batch.pk, state__in=UNREAD).update(state=State.STAGING)
    try:
        with transaction.atomic():
            _allow_long_statements()
            _wait_for_others(batch)
            if not batch.is_staged and batch.state != State.REFUSED:
                _read(batch, importer)
    except FileRefused as refusal:
        batch.state = State.REFUSED
        batch.refusal = {"code": refusal.code, "params": _kept(refusal.params)}
        batch.finished_at = timezone.now()
        with transaction.atomic():
            batch.save(update_fields=["state", "refusal", "finished_at"])
            _tell(batch, Kind.IMPORT_REFUSED, {"file": batch.file_name}, at=batch.finished_at)
    return batch.state != State.REFUSED


def _kept(params: Mapping[str, object]) -> dict[str, object]:
    """The parameters of a refusal as JSON can keep them."""
    kept: dict[str, object] = json.loads(json.dumps(dict(params), default=str))
    return kept


def _wait_for_others(batch: ImportBatch) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(%s, %s)", [READING, batch.pk]
        )
    batch.refresh_from_db()


def _read(batch: ImportBatch, importer: Importer) -> None:
    staged = importer.stage(batch, source_path(batch), rejects_path(batch))
    forecast = importer.forecast(batch) if staged.steps else Counts()
    as_read = ImportBatch.objects.filter(
        pk=batch.pk, preset=batch.preset, mapping=batch.mapping, source=batch.source
    )
    as_read.update(  # none, if the columns were settled otherwise meanwhile: then the next check reads again
        rows=staged.rows,
        rejected=staged.rejected,
        steps=staged.steps,
        state=State.CHECKED,
        forecast=asdict(forecast),
    )
    batch.refresh_from_db()


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
    done, at = ImportBatch.objects.filter(pk=batch.pk).exclude(state=State.DONE), timezone.now()
    if done.update(state=State.DONE, finished_at=at):
        importer.finish(batch)
        batch.refresh_from_db()
        names = ("rows", "created", "updated", "rejected")
        values = {"file": batch.file_name, **{name: getattr(batch, name) for name in names}}
        _tell(batch, Kind.IMPORT_DONE, values, at=at)


def _tell(batch: ImportBatch, kind: Kind, values: dict[str, object], *, at: datetime) -> None:
    """Whoever pressed import hears of it, else who brought the file."""
    who = batch.run.by_id if batch.run else batch.by_id
    notices.tell(staff_id=who, kind=kind, key=str(batch.uid), about=batch.uid, values=values, at=at)


def _allow_long_statements() -> None:
    """A step is bounded by its size, not by the limits meant for pages; a large file is read for minutes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
            " SET LOCAL lock_timeout = '30s'"
        )
