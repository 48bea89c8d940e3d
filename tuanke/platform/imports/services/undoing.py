from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction

from tuanke.platform.audit.services import trail
from tuanke.platform.imports.models import BeforeImage, ImportBatch
from tuanke.platform.imports.services.importers import Removed, importer_for


@transaction.atomic
def undo(*, batch: ImportBatch, by: int | None, at: datetime) -> Removed:
    """Take back what the batch brought in or changed; what something later rests on is kept and counted.

    A second time does nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL tuanke.purge = 'on'")
    mine = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if mine.state == ImportBatch.State.UNDONE:
        return Removed(**mine.removed)
    removed = importer_for(mine.kind).undo(mine)
    BeforeImage.objects.filter(batch=mine).delete()
    batch.state, batch.removed = ImportBatch.State.UNDONE, asdict(removed)
    batch.save(update_fields=["state", "removed"])
    trail.record(action="import.undone", target=batch, by=by, at=at, changes=batch.removed)
    return removed
