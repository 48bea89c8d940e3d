from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from tuanke.platform.accounts.domain.permissions import Viewer


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks, as the permission middleware established. Raises PermissionDenied for nobody."""
    viewer = getattr(request, "viewer", None)
    if not isinstance(viewer, Viewer):
        raise PermissionDenied
    return viewer
