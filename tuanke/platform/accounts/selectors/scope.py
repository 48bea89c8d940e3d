"""The one door from request to row: what a viewer may see, applied in PostgreSQL."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from tuanke.platform.accounts.domain.permissions import Permission, Scope, Viewer
from tuanke.platform.accounts.models import Staff

Row = TypeVar("Row", bound=Model)


def visible(
    rows: QuerySet[Row], viewer: Viewer, permission: Permission, *, owner: str = "owner"
) -> QuerySet[Row]:
    """The rows the permission reaches. `owner` is the path from the row to the staff member who owns it."""
    scope = viewer.scope(permission)
    if scope is Scope.ALL:
        return rows
    if scope is Scope.TEAM and viewer.team_id is not None:
        return rows.filter(**{f"{owner}__team": viewer.team_id})
    if scope is None:
        return rows.none()
    return rows.filter(**{owner: viewer.staff_id})


def reaches(viewer: Viewer, permission: Permission, owner: Staff | None) -> bool:
    """Whether it reaches a row this person owns: as `visible`, of a row that is read already."""
    scope = viewer.scope(permission)
    if scope is Scope.ALL:
        return True
    if scope is None or owner is None:
        return False
    if scope is Scope.TEAM and viewer.team_id is not None:
        return owner.team_id == viewer.team_id
    return owner.pk == viewer.staff_id
