import uuid
from datetime import datetime

from tuanke.platform.preferences.models import RecentlyOpened

KEPT = 20  # of one person


def note_opened(*, staff_id: int, kind: str, uid: uuid.UUID, at: datetime) -> None:
    """The person has this before them now; what they opened longest ago is forgotten."""
    mine = RecentlyOpened.objects.filter(staff_id=staff_id)
    RecentlyOpened.objects.bulk_create(
        [RecentlyOpened(staff_id=staff_id, kind=kind, uid=uid, at=at)],
        update_conflicts=True,
        unique_fields=["staff", "kind", "uid"],
        update_fields=["at"],
    )
    mine.exclude(pk__in=mine.order_by("-at", "-pk").values("pk")[:KEPT]).delete()
