from django.db.models import QuerySet

from tuanke.platform.preferences.models import RecentlyOpened


def list_opened(staff_id: int) -> QuerySet[RecentlyOpened]:
    """What the person opened, the latest first. Whether they may see it still, the asker decides."""
    return RecentlyOpened.objects.filter(staff_id=staff_id).order_by("-at", "-pk")
