"""Saved views: what concerns everybody is on record, what is one's own is not."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tuanke.platform.audit.services import trail
from tuanke.platform.preferences.models import SavedView


@transaction.atomic
def save_view(
    *, name: str, on: str, query: str, columns: Sequence[str], is_shared: bool, by: int, at: datetime
) -> SavedView:
    """A new view of the list `on`. Raises ValidationError for a name that is blank, too long or in use."""
    view = SavedView(
        list_name=on,
        name=name.strip(),
        query=query,
        columns=list(columns),
        is_shared=is_shared,
        by_id=by,
        created_at=at,
    )
    view.full_clean(exclude=["uid", "columns"])
    view.save(force_insert=True)
    view.refresh_from_db(fields=["uid"])
    _note(view, "saved", by=by, at=at)
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: int, at: datetime) -> None:
    """Raises ValidationError as save_view does."""
    view.name = name.strip()
    view.full_clean(exclude=["uid", "columns"])
    view.save(update_fields=["name"])
    _note(view, "renamed", by=by, at=at)


@transaction.atomic
def change_view(*, view: SavedView, by: int, at: datetime, **changes: Any) -> None:
    """Another query, other columns, or both."""
    SavedView.objects.filter(pk=view.pk).update(**changes)
    _note(view, "changed", by=by, at=at)


@transaction.atomic
def remove_view(*, view: SavedView, by: int, at: datetime) -> None:
    SavedView.objects.filter(pk=view.pk).update(removed_at=at)
    _note(view, "removed", by=by, at=at)


@transaction.atomic
def restore_view(*, view: SavedView, by: int, at: datetime) -> None:
    """Undoes remove_view. Raises ValidationError where the name is in use again."""
    view.removed_at = None
    view.full_clean(exclude=["uid", "columns"])
    view.save(update_fields=["removed_at"])
    _note(view, "restored", by=by, at=at)


def _note(view: SavedView, what: str, *, by: int, at: datetime) -> None:
    if view.is_shared:
        changes = {"list": view.list_name, "name": view.name}
        trail.record(action=f"view.{what}", target=view, by=by, at=at, changes=changes)
