from django.db.models import QuerySet

from tuanke.customers.models import DuplicateCandidate
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.scope import visible


def list_candidates(viewer: Viewer) -> QuerySet[DuplicateCandidate]:
    """Pairs of which the viewer may change both, what is most at stake first, then the likeliest."""
    rows = DuplicateCandidate.objects.select_related("first__owner", "second__owner")
    for side in ("first", "second"):
        rows = visible(rows, viewer, Permission.CUSTOMERS_EDIT, owner=f"{side}__owner")
    return rows.order_by("-stake_fen", "-probability", "pk")


def find_candidate(first: int, second: int) -> DuplicateCandidate | None:
    """What speaks for and against these two being one, where they were compared."""
    low, high = sorted((first, second))
    return DuplicateCandidate.objects.filter(first=low, second=high).first()
