from django.utils import timezone

from tuanke.platform.imports.models import ImportBatch
from tuanke.platform.imports.services import running, setting_aside, undoing
from tuanke.platform.jobs.services.execution import JobCancelled, Progress


def check(*, batch_id: int) -> None:
    running.check(batch_id)


def set_aside() -> None:
    setting_aside.set_aside(at=timezone.now())


def run(progress: Progress, *, batch_id: int) -> None:
    try:
        progress.report(0)
        running.run(batch_id, progress.report)
    except JobCancelled:
        running.mark_cancelled(batch_id)
        raise


def undo(progress: Progress, *, batch_id: int) -> None:
    progress.report(0, 1)
    batch = ImportBatch.objects.select_related("run").get(pk=batch_id)
    undoing.undo(batch=batch, by=batch.run.by_id if batch.run else None, at=timezone.now())
    progress.report(1, 1)
