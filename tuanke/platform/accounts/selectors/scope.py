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
    reach = reach_of(viewer, permission)
    if reach is None:
        return rows.none()
    return rows.filter(**{f"{owner}__{field}": value for field, value in reach.items()})


def reaches(viewer: Viewer, permission: Permission, owner: Staff | None) -> bool:
    """Whether it reaches a row this person owns: as `visible`, of a row that is read already."""
    reach = reach_of(viewer, permission)
    if reach is None:
        return False
    return not reach or (owner is not None and all(getattr(owner, name) == reach[name] for name in reach))


def reach_of(viewer: Viewer, permission: Permission) -> dict[str, int] | None:
    """Whose rows it reaches, as fields of their owner: anybody's ({}), a team's or one's own; None for nobody's."""
    scope = viewer.scope(permission)
    if scope is None:
        return None
    if scope is Scope.ALL:
        return {}
    if scope is Scope.TEAM and viewer.team_id is not None:
        return {"team_id": viewer.team_id}
    return {"pk": viewer.staff_id}
