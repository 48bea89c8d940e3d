from datetime import datetime

from django.db import transaction

from tuanke.customers.models import Customer, DuplicateCandidate, NotDuplicate
from tuanke.platform.audit.services import trail
from tuanke.platform.jobs.services import queue


@transaction.atomic
def keep_apart(*, one: Customer, other: Customer, by: int, at: datetime) -> None:
    """They are two. Nobody is asked about this pair again."""
    first, second = sorted((one, other), key=lambda customer: customer.pk)
    NotDuplicate.objects.get_or_create(first=first, second=second, defaults={"by_id": by, "at": at})
    DuplicateCandidate.objects.filter(first=first, second=second).delete()
    changes = {"other": str(second.uid)}
    trail.record(action="customer.kept_apart", target=first, by=by, at=at, changes=changes)


def request_search() -> None:
    """Compare everybody with everybody soon; one such search waits at most, and they run one after the other."""
    queue.enqueue("customers.find_duplicates", once=True, lock="duplicates")
