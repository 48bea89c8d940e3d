import uuid

from django.db.models import Q, QuerySet

from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.reports.models import SavedReport


def list_saved(viewer: Viewer) -> QuerySet[SavedReport]:
    """One's own, and those shared with the shop."""
    rows = SavedReport.objects.filter(Q(by=viewer.staff_id) | Q(is_shared=True), removed_at__isnull=True)
    return rows.select_related("by").order_by("name", "pk")


def may_share(viewer: Viewer) -> bool:
    return viewer.may(Permission.ANALYTICS_VIEW)


def may_change(viewer: Viewer, report: SavedReport) -> bool:
    """Whoever made it; a shared one also whoever runs the shop."""
    return report.by_id == viewer.staff_id or (report.is_shared and viewer.may(Permission.SHOP_MANAGE))


def get_saved(viewer: Viewer, uid: uuid.UUID) -> SavedReport:
    """Raises SavedReport.DoesNotExist."""
    return list_saved(viewer).get(uid=uid)


def get_changeable(viewer: Viewer, uid: uuid.UUID, *, removed: bool = False) -> SavedReport:
    """One the viewer may change. Raises SavedReport.DoesNotExist."""
    found = SavedReport.objects.get(uid=uid, removed_at__isnull=not removed)
    if not may_change(viewer, found):
        raise SavedReport.DoesNotExist
    return found
