"""Later work is asked for by name, so that no service imports a job; the row commits with its cause."""

import contextlib
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from tuanke.platform.jobs.models import JobRun


def enqueue(name: str, *, once: bool = False, lock: str | None = None, **arguments: Any) -> None:
    """Queue a job in the caller's transaction.

    `once`: nothing is added while the same job with the same arguments still waits. `lock`: jobs with the
    same lock run one after the other.
    """
    waiting = f"{name}:{sorted(arguments.items())}" if once else None
    task = app.configure_task(name, allow_unknown=True, queueing_lock=waiting, lock=lock)
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        task.defer(**arguments)


def start(name: str, *, at: datetime, by: int | None, **arguments: Any) -> JobRun:
    """Queue a job that people can watch and cancel."""
    run = JobRun.objects.create(job=name, arguments=arguments, by_id=by, queued_at=at)
    app.configure_task(name, allow_unknown=True).defer(run_id=run.pk, **arguments)
    return run


def request_cancel(run: JobRun) -> None:
    """The job stops at its next step; a job not begun yet does not begin."""
    JobRun.objects.filter(pk=run.pk).exclude(state__in=JobRun.FINISHED).update(cancel_requested=True)
