"""Schedules are made and ended; when one is due, a delivery per recipient is written, once."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.audit.services import trail
from tuanke.platform.jobs.services import queue
from tuanke.reports.domain.timing import next_due
from tuanke.reports.models import Delivery, SavedReport, Schedule

LAST_HOUR, LAST_WEEKDAY = 23, 7
JOB = "reports.deliver"


@transaction.atomic
def add_schedule(
    *,
    report: SavedReport,
    every: str,
    on_day: int,
    hour: int,
    recipients: Sequence[int],
    by: int,
    at: datetime,
) -> Schedule:
    """To people of the staff and nobody else. Raises ValidationError."""
    people = list(list_staff().filter(pk__in=recipients, is_active=True).values_list("pk", "email"))
    if not people:
        raise ValidationError(_("Choose at least one person of the staff."))
    if not report.is_shared and {pk for pk, _email in people} != {report.by_id}:
        raise ValidationError(_("Share the report with the shop before it is sent to colleagues."))
    schedule = Schedule(
        report=report, every=every, on_day=on_day, hour=hour, by_id=by, created_at=at, due_at=at
    )
    schedule.full_clean(exclude=["uid"])
    if every == Schedule.Every.WEEK and on_day > LAST_WEEKDAY:
        raise ValidationError(_("A week has seven days."))
    schedule.due_at = _next(schedule, at)
    schedule.save(force_insert=True)
    schedule.refresh_from_db(fields=["uid"])
    schedule.recipients.set([pk for pk, _email in people])
    _note(schedule, "added", by=by, at=at)
    return schedule


@transaction.atomic
def end_schedule(*, schedule: Schedule, by: int, at: datetime) -> None:
    Schedule.objects.filter(pk=schedule.pk).update(ended_at=at)
    _note(schedule, "ended", by=by, at=at)


@transaction.atomic
def restore_schedule(*, schedule: Schedule, by: int, at: datetime) -> None:
    """Undoes end_schedule; what was due in between is not made up for."""
    Schedule.objects.filter(pk=schedule.pk).update(ended_at=None, due_at=_next(schedule, at))
    _note(schedule, "restored", by=by, at=at)


def make_due(*, at: datetime) -> None:
    """Every schedule whose moment has come. Moments that passed while nothing ran are one."""
    for schedule in Schedule.objects.filter(due_at__lte=at, ended_at__isnull=True):
        _make_due(schedule, at)


@transaction.atomic
def _make_due(schedule: Schedule, at: datetime) -> None:
    """Of several who see it due only one moves it on."""
    rows = Schedule.objects.filter(pk=schedule.pk, due_at=schedule.due_at)
    if not rows.update(due_at=_next(schedule, at)):
        return
    recipients = schedule.recipients.values_list("pk", flat=True)
    write_deliveries(schedule, list(recipients), due_at=schedule.due_at, at=at)


@transaction.atomic
def send_now(*, schedule: Schedule, to: int, at: datetime) -> None:
    """One at once, to whoever asks for it."""
    write_deliveries(schedule, [to], due_at=at, at=at)


@transaction.atomic
def retry(*, delivery: Delivery, at: datetime) -> None:
    """Somebody wants it sent after all."""
    rows = Delivery.objects.filter(pk=delivery.pk, state__in=[Delivery.State.FAILED, Delivery.State.SKIPPED])
    if rows.update(state=Delivery.State.WAITING, reason="", attempts=0, not_before=at, changed_at=at):
        queue.enqueue(JOB, delivery_id=delivery.pk)


def write_deliveries(
    schedule: Schedule, recipients: Sequence[int], *, due_at: datetime, at: datetime
) -> None:
    """Those that are there already stay as they are."""
    Delivery.objects.bulk_create(
        [
            Delivery(schedule=schedule, due_at=due_at, recipient_id=pk, not_before=at, changed_at=at)
            for pk in recipients
        ],
        ignore_conflicts=True,
    )
    waiting = Delivery.objects.filter(schedule=schedule, due_at=due_at, state=Delivery.State.WAITING)
    for pk in waiting.values_list("pk", flat=True):
        queue.enqueue(JOB, delivery_id=pk)


def _next(schedule: Schedule, at: datetime) -> datetime:
    zone = timezone.get_default_timezone()
    return next_due(schedule.every, schedule.on_day, schedule.hour, after=at, zone=zone)


def _note(schedule: Schedule, what: str, *, by: int, at: datetime) -> None:
    people = list(schedule.recipients.order_by("pk").values_list("pk", flat=True))
    changes = {"report": str(schedule.report.uid), "every": schedule.every, "recipients": people}
    trail.record(action=f"report_schedule.{what}", target=schedule, by=by, at=at, changes=changes)
