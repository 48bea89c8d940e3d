"""A merge taken back: what it moved returns, unless somebody changed it since; what came later stays."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from tuanke.customers.events import MergeUndone
from tuanke.customers.models import ConsentRecord, Customer, MergeOperation
from tuanke.customers.selectors.merging import is_latest
from tuanke.customers.services import custom_values, search
from tuanke.customers.services.customers import bump
from tuanke.customers.services.merging.locking import first_touches_move, lock
from tuanke.customers.services.merging.merging import MergeError
from tuanke.customers.services.merging.putting_back import put_back
from tuanke.customers.services.taken import TakenError
from tuanke.facts.services.dirty import mark_dirty
from tuanke.platform.audit.services import trail
from tuanke.platform.outbox.services import events

KEPT_FOR = timedelta(days=180)
SAID = ("channel", "purpose", "status", "basis", "source", "evidence", "by_id", "occurred_at", "expires_at")
REFUSALS = (ConsentRecord.Status.DENIED, ConsentRecord.Status.WITHDRAWN)


@transaction.atomic
def undo(*, operation: MergeOperation, by: int, at: datetime) -> list[list[str]]:
    """Gives what stays as it is because it was changed since: [table, row, column].

    Raises MergeError `not_done`, `too_late` or `merge_not_latest`.
    """
    lock([operation.survivor_id, *operation.losers])
    operation.refresh_from_db()
    _check(operation, at)
    with first_touches_move():
        conflicts = put_back(operation)
    customers = list(
        Customer.objects.filter(pk__in=[operation.survivor_id, *operation.losers]).order_by("pk")
    )
    for customer in customers:
        bump(customer.pk)
        search.refresh(customer.pk)
        custom_values.let_go(customer=customer)
    conflicts += [conflict for customer in customers for conflict in _hold(customer)]
    _refuse_for_all(operation)
    operation.state, operation.undone_by_id, operation.undone_at = MergeOperation.State.UNDONE, by, at
    operation.conflicts = conflicts
    operation.save(update_fields=["state", "undone_by", "undone_at", "conflicts"])
    _tell(operation, customers, by=by, at=at)
    return conflicts


def forget(*, at: datetime) -> None:
    """After 180 days a merge stands: the rows kept for taking it back go, personal data that they are."""
    old = MergeOperation.objects.filter(at__lt=at - KEPT_FOR)
    for operation in old.filter(moves__isnull=False).distinct():
        operation.moves.all().delete()


def _check(operation: MergeOperation, at: datetime) -> None:
    if operation.state != MergeOperation.State.DONE:
        raise MergeError("not_done")
    if at - operation.at > KEPT_FOR or not operation.moves.exists():
        raise MergeError("too_late")
    if not is_latest(operation):
        raise MergeError("merge_not_latest")


def _hold(customer: Customer) -> list[list[str]]:
    """Values that no two may share are the customer's again, unless another one has them by now."""
    try:
        custom_values.hold(customer=customer, values=customer.custom)
    except TakenError as error:
        return [["customers_customer", str(customer.pk), f"custom.{error.field}"]]
    return []


def _refuse_for_all(operation: MergeOperation) -> None:
    """What was refused while they were one is refused for each of them (domain A6)."""
    last = operation.marks["customers_consentrecord"]
    said = ConsentRecord.objects.filter(customer=operation.survivor_id, pk__gt=last, status__in=REFUSALS)
    ConsentRecord.objects.bulk_create(
        ConsentRecord(customer_id=loser, **record)
        for record in said.order_by("pk").values(*SAID)
        for loser in operation.losers
    )


def _tell(operation: MergeOperation, customers: Sequence[Customer], *, by: int, at: datetime) -> None:
    changes = {"merge": str(operation.uid), "customers": [str(row.uid) for row in customers]}
    trail.record(action="customer.unmerged", target=operation.survivor, by=by, at=at, changes=changes)
    told = MergeUndone(survivor_id=operation.survivor_id, loser_ids=operation.losers, by=by)
    events.publish(told, at=at)
    mark_dirty([operation.survivor_id, *operation.losers])
