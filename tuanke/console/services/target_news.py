"""Whoever set a target hears that it is reached, and that its time is over."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.services import notices
from tuanke.segments.selectors.targets import list_targets, weeks


def tell_of_targets(*, at: datetime) -> None:
    """Each is told once, however often this runs."""
    today = timezone.localdate(at)
    for target in list_targets().filter(ended_at__isnull=True):
        noted = weeks(target)
        status = noted[-1].status if noted else ""
        if status == "achieved":
            _tell(target, Kind.TARGET_REACHED, status, at=at)
        if target.ends_on < today and noted and noted[-1].noted.on >= target.ends_on:
            _tell(target, Kind.TARGET_ENDED, status, at=at)


def _tell(target: Any, kind: Kind, status: str, *, at: datetime) -> None:
    values = {"goal": target.objective, "status": status}
    notices.tell(
        staff_id=target.owner_id, kind=kind, key=str(target.uid), about=target.uid, values=values, at=at
    )
