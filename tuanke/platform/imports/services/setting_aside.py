"""Files that were checked and then left lying: what was staged for them goes, the file stays."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import staging

KEPT_DAYS = 7
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE %s"


def set_aside(*, at: datetime) -> int:
    """How many were set aside, all checked KEPT_DAYS ago or earlier; whoever starts one has it read again."""
    waiting = ImportBatch.objects.filter(
        state=ImportBatch.State.CHECKED, run=None, received_at__lt=at - timedelta(days=KEPT_DAYS)
    )
    return sum(_set_aside(pk) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _set_aside(pk: int) -> bool:
    """False where somebody was quicker and started it."""
    mine = ImportBatch.objects.select_for_update(of=["self"]).get(pk=pk)
    if mine.run_id or mine.state != ImportBatch.State.CHECKED:
        return False
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [staging.name_of(pk, "").replace("_", r"\_") + "%"])
        parts = [name.removeprefix(staging.name_of(pk, "")) for (name,) in cursor.fetchall()]
    staging.drop(pk, *parts)
    mine.state, mine.rows, mine.steps = ImportBatch.State.CANCELLED, 0, 0
    mine.save(update_fields=["state", "rows", "steps"])
    return True
