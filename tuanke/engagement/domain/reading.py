"""What a role must be allowed to see before it may read of an event."""

from collections.abc import Mapping

from tuanke.platform.accounts.domain.permissions import Permission, Viewer

NEEDS: Mapping[
    str, Permission
] = {  # noun of the verb → permission; other nouns are open to whoever sees the customer
    "order": Permission.ORDERS_VIEW,
    "care": Permission.CARE_VIEW,
}


def hidden_nouns(viewer: Viewer) -> list[str]:
    """The nouns whose events this viewer may not read."""
    return [noun for noun, permission in NEEDS.items() if not viewer.may(permission)]
