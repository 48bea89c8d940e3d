from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from tuanke.platform.notifications.domain.kinds import Kind
from tuanke.platform.notifications.models import Notification


def tell(
    *,
    staff_id: int | None,
    kind: Kind,
    key: str,
    at: datetime,
    about: UUID | None = None,
    values: Mapping[str, Any] | None = None,
) -> None:
    """In the transaction of what it tells of. The same kind and key is told once; nobody (None) hears nothing."""
    if staff_id is None:
        return
    told = Notification(staff_id=staff_id, kind=kind, key=key, about=about, values=values or {}, at=at)
    Notification.objects.bulk_create([told], ignore_conflicts=True)


def mark_read(*, notice: Notification, at: datetime) -> None:
    Notification.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)


def mark_all_read(*, staff_id: int, at: datetime) -> None:
    Notification.objects.filter(staff_id=staff_id, read_at__isnull=True).update(read_at=at)
