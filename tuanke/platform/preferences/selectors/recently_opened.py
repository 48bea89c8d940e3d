import uuid

from tuanke.platform.preferences.models import RecentlyOpened


def list_opened(staff_id: int) -> list[tuple[str, uuid.UUID]]:
    """(kind, uid) of what the person opened, the latest first. Whether they may see it still, the asker decides."""
    rows = RecentlyOpened.objects.filter(staff_id=staff_id).order_by("-at", "-pk")
    return list(rows.values_list("kind", "uid"))
