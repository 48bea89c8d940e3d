from django.db.models import QuerySet

from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.notifications.domain.kinds import heard_by
from tuanke.platform.notifications.models import Notification

COUNTED = 99  # one more stands for many


def list_notices(viewer: Viewer) -> QuerySet[Notification]:
    """What this person was told and may hear still, the latest first."""
    rows = Notification.objects.filter(staff_id=viewer.staff_id, kind__in=heard_by(viewer))
    return rows.order_by("-at", "-pk")


def get_notice(viewer: Viewer, pk: int) -> Notification:
    """Raises Notification.DoesNotExist."""
    return list_notices(viewer).get(pk=pk)


def count_unread(viewer: Viewer) -> int:
    """At most COUNTED + 1."""
    unread = list_notices(viewer).order_by().filter(read_at__isnull=True)
    return len(unread.values_list("pk")[: COUNTED + 1])
