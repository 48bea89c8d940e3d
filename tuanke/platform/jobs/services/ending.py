from datetime import datetime

from django.db import transaction

from tuanke.platform.jobs.models import JobRun
from tuanke.platform.notifications.domain.kinds import WHEN_DONE, Kind
from tuanke.platform.notifications.services import notices


@transaction.atomic
def end(run_id: int, state: JobRun.State, *, at: datetime, error: str = "") -> None:
    """A watched run is over, and whoever began it hears of it."""
    JobRun.objects.filter(pk=run_id).update(state=state, finished_at=at, error=error)
    run = JobRun.objects.get(pk=run_id)
    kind = {JobRun.State.FAILED: Kind.JOB_FAILED, JobRun.State.DONE: WHEN_DONE.get(run.job)}.get(state)
    if kind is None:
        return
    values = {"job": run.job, "total": run.total}
    notices.tell(staff_id=run.by_id, kind=kind, key=str(run.uid), about=run.uid, values=values, at=at)
