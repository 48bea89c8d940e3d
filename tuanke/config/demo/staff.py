"""The demo shop's people: an owner to sign in as, and a team to own customers."""

from django.conf import settings
from django.utils import timezone

from tuanke.config import keys
from tuanke.platform.accounts.domain.permissions import Role
from tuanke.platform.accounts.selectors.staff import list_staff
from tuanke.platform.accounts.services import staff

OWNER = "demo"
TEAM = (
    ("lihua", "李华", Role.SALES),
    ("wangfang", "王芳", Role.SERVICE),
    ("zhaolei", "赵磊", Role.MARKETING),
)


def password() -> str:
    """Made on this machine, so that no two demos share one."""
    return keys.load_or_create(settings.KEYS, "demo_password")[:16]


def add_team() -> None:
    known = set(list_staff().values_list("username", flat=True))
    for username, name, role in ((OWNER, "陈老板", Role.OWNER), *TEAM):
        if username not in known:
            staff.add_staff(username=username, name=name, password=password(), role=role, at=timezone.now())
