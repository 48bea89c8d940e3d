"""Fields have a class; a role sees the classes it needs, the rest masked."""

import re
from enum import StrEnum

from tuanke.platform.accounts.domain.permissions import Role, Viewer


class FieldClass(StrEnum):
    PUBLIC = "public"
    PERSONAL = "personal"  # a name
    CONTACT = "contact"  # a number, an address: masked until revealed, and revealing is audited
    SECRET = "secret"  # noqa: S105


MOBILE = re.compile(r"(?<!\d)((?:\+?86[- ]?)?1[3-9]\d)\d{4}(\d{4})(?!\d)")
NAMELESS_ROLES = {Role.ANALYST, Role.FINANCE}


def may_see(viewer: Viewer, field_class: FieldClass) -> bool:
    if field_class is FieldClass.PUBLIC:
        return True
    if field_class is FieldClass.PERSONAL:
        return viewer.role not in NAMELESS_ROLES
    return False


def shown_name(viewer: Viewer, name: str, *, is_person: bool) -> str:
    """A customer's name as this viewer's role may see it; an organisation's name is public."""
    return name if not is_person or may_see(viewer, FieldClass.PERSONAL) else mask_name(name)


def mask_name(name: str) -> str:
    """张小明 → 张**; Alice → A****. The length stays, so that two people stay tellable apart."""
    return name[:1] + "*" * (len(name) - 1)


def mask_numbers(text: str) -> str:
    """Mainland mobile numbers inside a text lose their middle: 13800138000 → 138****8000."""
    return MOBILE.sub(r"\1****\2", text)


def mask_contact(value: str) -> str:
    """13800138000 → 138****8000; a@example.com → a***@example.com; anything else keeps its ends."""
    if "@" in value:
        name, _, domain = value.partition("@")
        return f"{name[:1]}***@{domain}"
    digits = re.sub(r"\D", "", value)
    if len(digits) >= 11:  # noqa: PLR2004
        return f"{digits[-11:-8]}****{digits[-4:]}"
    return value[:1] + "***" + value[-1:]
