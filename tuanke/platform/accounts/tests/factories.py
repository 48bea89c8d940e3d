"""Staff for tests, made the way the product makes them."""

from datetime import UTC, datetime

from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.models import Staff, Team
from tuanke.platform.accounts.services import staff

AT = datetime(2026, 1, 31, 8, 6, tzinfo=UTC)
PASSWORD = "tuan-gou-ke-2026"


def make_team(name: str) -> Team:
    return Team.objects.get_or_create(name=name)[0]


def make_staff(
    username: str = "lihua", *, name: str = "李华", role: Role = Role.SALES, team: Team | None = None
) -> Staff:
    return staff.add_staff(username=username, name=name, password=PASSWORD, role=role, team=team, at=AT)
