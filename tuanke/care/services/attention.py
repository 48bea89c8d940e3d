from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from tuanke.care.domain.reasons import SNOOZE_DAYS
from tuanke.care.models import Attention
from tuanke.engagement.services import events

State = Attention.State


class AlreadyActedError(Exception):
    """Somebody else was quicker; the list shows what they did."""


@transaction.atomic
def finish(*, attention: Attention, outcome: str, note: str, by: int, at: datetime) -> None:
    """Note what came of it. Raises ValueError for an unknown outcome, AlreadyActedError."""
    chosen = Attention.Outcome(outcome)
    _move(attention, State.DONE, outcome=chosen.value, note=note.strip()[:500], acted_by_id=by, acted_at=at)
    _note(attention, "care.done", by=by, at=at, outcome=chosen.value, note=note.strip()[:500])


@transaction.atomic
def snooze(*, attention: Attention, days: int, by: int, at: datetime) -> None:
    """Come back to it later. Raises ValueError for a number of days that is not offered."""
    if days not in SNOOZE_DAYS:
        raise ValueError(f"not offered: {days} days")
    until = timezone.localdate(at) + timedelta(days=days)
    _move(attention, State.SNOOZED, snoozed_until=until, acted_by_id=by, acted_at=at)
    _note(attention, "care.snoozed", by=by, at=at, until=until)


@transaction.atomic
def reopen(*, attention: Attention, by: int, at: datetime) -> None:
    """Take back what was just done or put off. Raises AlreadyActedError."""
    _undo = {"outcome": "", "note": "", "snoozed_until": None, "acted_by_id": None, "acted_at": None}
    rows = Attention.objects.filter(pk=attention.pk, state__in=[State.DONE, State.SNOOZED])
    taken_back = rows.select_for_update().values_list("state", flat=True).first()
    if taken_back is None:
        raise AlreadyActedError
    try:
        with transaction.atomic():
            rows.update(state=State.OPEN, **_undo)
    except IntegrityError:  # the same reason has come up again meanwhile
        raise AlreadyActedError from None
    _note(attention, "care.reopened", by=by, at=at, taken_back=taken_back)


def _move(attention: Attention, state: State, **values: object) -> None:
    rows = Attention.objects.filter(pk=attention.pk, state__in=[State.OPEN, State.SNOOZED])
    if not rows.update(state=state, **values):
        raise AlreadyActedError


def _note(attention: Attention, verb: str, *, by: int, at: datetime, **detail: object) -> None:
    """On the customer's timeline, in the transaction of the change."""
    detail = {"reason": attention.reason, **detail}
    events.record(customer_id=attention.customer_id, verb=verb, at=at, by=by, detail=detail)
