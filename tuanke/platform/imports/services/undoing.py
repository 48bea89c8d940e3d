from datetime import datetime

from django.db import connection, transaction

from tuanke.platform.audit.services import trail
from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services.importers import Removed, importer_for


@transaction.atomic
def undo(*, batch: ImportBatch, by: int | None, at: datetime) -> Removed:
    """Take back what the batch brought in. What something later rests on is kept and counted."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0; SET LOCAL tuanke.purge = 'on'")
    removed = importer_for(batch.kind).undo(batch)
    batch.state = ImportBatch.State.UNDONE
    batch.save(update_fields=["state"])
    changes = {"orders": removed.orders, "customers": removed.customers, "kept": removed.kept_customers}
    trail.record(action="import.undone", target=batch, by=by, at=at, changes=changes)
    return removed
