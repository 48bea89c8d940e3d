from tuanke.platform.imports.services import running
from tuanke.platform.jobs.services.execution import JobCancelled, Progress


def run(progress: Progress, *, batch_id: int) -> None:
    try:
        progress.report(0)
        running.run(batch_id, progress.report)
    except JobCancelled:
        running.mark_cancelled(batch_id)
        raise
