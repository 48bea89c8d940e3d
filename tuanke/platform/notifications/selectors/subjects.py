"""What a notice is about: its page, and its name as far as the reader may see it. Upper rooms say both."""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.platform.notifications.models import Notification

Names = Callable[[Viewer, Iterable[UUID]], Mapping[UUID, str]]

_pages: Mapping[str, str] = {}
_names: Mapping[str, Names] = {}


def connect(pages: Mapping[str, str], names: Mapping[str, Names]) -> None:
    """Kind, or name of a job that failed, → address name, a query behind it; kind → who can name it."""
    global _pages, _names
    _pages, _names = pages, names


def find_page(notice: Notification) -> str | None:
    name, _mark, query = _pages.get(notice.values.get("job", notice.kind), "").partition("?")
    if not name:
        return None
    return reverse(name, args=[notice.about] if notice.about else []) + (f"?{query}" if query else "")


def names_of(viewer: Viewer, notices: Iterable[Notification]) -> dict[int, str | None]:
    """By notice; None for what the reader may no longer see. What needs no name is left out."""
    named = [notice for notice in notices if notice.kind in _names]
    found: dict[str, Mapping[UUID, str]] = {}
    for kind in {notice.kind for notice in named}:
        found[kind] = _names[kind](viewer, [one.about for one in named if one.kind == kind and one.about])
    return {notice.pk: found[notice.kind].get(notice.about) if notice.about else None for notice in named}
