import uuid

from django.db.models import Q, QuerySet

from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.preferences.models import SavedView


def list_views(viewer: Viewer, name: str) -> QuerySet[SavedView]:
    """The views of the list of this name: one's own, and those shared with everybody."""
    rows = SavedView.objects.filter(list_name=name, removed_at__isnull=True)
    return rows.filter(Q(by=viewer.staff_id) | Q(is_shared=True)).order_by("-is_shared", "created_at", "pk")


def may_share(viewer: Viewer) -> bool:
    return viewer.may(Permission.SHOP_MANAGE)


def may_change(viewer: Viewer, view: SavedView) -> bool:
    """Whoever made it; a shared one also by whoever may share."""
    return view.by_id == viewer.staff_id or (view.is_shared and may_share(viewer))


def get_changeable_view(viewer: Viewer, uid: uuid.UUID, *, removed: bool = False) -> SavedView:
    """One the viewer may change. Raises SavedView.DoesNotExist."""
    found = SavedView.objects.get(uid=uid, removed_at__isnull=not removed)
    if not may_change(viewer, found):
        raise SavedView.DoesNotExist
    return found
