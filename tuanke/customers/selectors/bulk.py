import uuid
from datetime import datetime, timedelta

from tuanke.customers.models import BulkChange

UNDO_FOR = timedelta(hours=24)


def get_bulk_change(uid: uuid.UUID, *, by: int) -> BulkChange:
    """One of this person's. Raises BulkChange.DoesNotExist."""
    return BulkChange.objects.select_related("owner", "tag").get(uid=uid, by=by)


def is_undoable(change: BulkChange, *, at: datetime) -> bool:
    """Their last change to many, of the last day, that still stands."""
    newer = BulkChange.objects.filter(by=change.by_id, pk__gt=change.pk)
    return change.undone is None and at - change.at <= UNDO_FOR and not newer.exists()
