"""Whether the demo shop is in: a load that was cut short is not, and is done again."""

from django.db import transaction
from django.utils import timezone

from tuanke.platform.audit.selectors.trail import latest_action
from tuanke.platform.audit.services import trail

LOADED, CLEARED = "demo.loaded", "demo.cleared"


def is_loaded() -> bool:
    return latest_action([LOADED, CLEARED]) == LOADED


@transaction.atomic
def mark(action: str) -> None:
    trail.record(action=action, at=timezone.now(), by=None, target=("shop", "demo"))
