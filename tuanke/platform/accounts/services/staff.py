from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.models import Staff, Team
from tuanke.platform.audit.services import trail


class LastOwnerError(Exception):
    """Somebody must be able to let people in."""


@transaction.atomic
def add_staff(
    *,
    username: str,
    name: str,
    password: str,
    role: Role,
    at: datetime,
    team: Team | None = None,
    by: int | None = None,
) -> Staff:
    """A new person of the staff. Raises ValidationError for a weak password or a taken user name."""
    staff = Staff(username=username, name=name, role=role.value, team=team, created_at=at)
    validate_password(password, staff)
    staff.set_password(password)
    staff.full_clean(exclude=["password"])
    staff.save()
    trail.record(action="staff.added", target=staff, by=by, at=at, changes={"role": role.value})
    return staff


@transaction.atomic
def add_team(*, name: str, by: int, at: datetime) -> Team:
    """Raises ValidationError for a blank name or one that is taken."""
    team = Team(name=name.strip())
    team.full_clean()
    team.save()
    trail.record(action="team.added", target=team, by=by, at=at, changes={"name": team.name})
    return team


@transaction.atomic
def change_role(*, staff: Staff, role: Role, team: Team | None, by: int, at: datetime) -> None:
    """Raises LastOwnerError if no active owner would be left."""
    if role is not Role.OWNER:
        _keep_an_owner(without=staff)
    before = {"role": staff.role, "team": staff.team_id}
    staff.role, staff.team = role.value, team
    staff.save(update_fields=["role", "team"])
    changes = {"before": before, "after": {"role": staff.role, "team": staff.team_id}}
    trail.record(action="staff.role_changed", target=staff, by=by, at=at, changes=changes)


@transaction.atomic
def set_password(*, staff: Staff, password: str, by: int, at: datetime) -> None:
    """Every session of theirs ends. Raises ValidationError for a weak password."""
    validate_password(password, staff)
    staff.set_password(password)
    staff.save(update_fields=["password"])
    trail.record(action="staff.password_set", target=staff, by=by, at=at)


@transaction.atomic
def set_active(*, staff: Staff, active: bool, by: int, at: datetime) -> None:
    """A person set inactive is signed out at the next request. Raises LastOwnerError."""
    if not active:
        _keep_an_owner(without=staff)
    staff.is_active = active
    staff.save(update_fields=["is_active"])
    action = "staff.activated" if active else "staff.deactivated"
    trail.record(action=action, target=staff, by=by, at=at)


def _keep_an_owner(*, without: Staff) -> None:
    owners = Staff.objects.select_for_update().filter(role=Role.OWNER.value, is_active=True).order_by("pk")
    if {owner.pk for owner in owners} == {without.pk}:
        raise LastOwnerError
