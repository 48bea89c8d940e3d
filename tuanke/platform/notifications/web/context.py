from typing import Any

from django.http import HttpRequest

from tuanke.platform.notifications.selectors.notices import COUNTED, count_unread


def bell(request: HttpRequest) -> dict[str, Any]:
    """Asked only by pages that show the bell."""
    viewer = getattr(request, "viewer", None)
    if viewer is None:
        return {}

    def unread() -> str:
        count = count_unread(viewer)
        return f"{COUNTED}+" if count > COUNTED else str(count or "")

    return {"unread": unread}
