"""Lists kept by hand, and single customers put into a segment or kept out of it whatever its rule says."""

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa
from django.db import transaction

from tuanke.customers.selectors.customers import list_active
from tuanke.platform.audit.services import trail
from tuanke.segments.models import Segment, SegmentChange, SegmentMembership, SegmentPin, SegmentSnapshot
from tuanke.segments.services import evaluating, memberships

Cause = SegmentChange.Cause


class ReasonMissingError(ValueError):
    """Nobody is put in or kept out by hand without saying why."""


@transaction.atomic
def add_list(*, name: str, customer_ids: Sequence[int], reason: str, by: int, at: datetime) -> Segment:
    """A list of these customers. Raises ValidationError for a name that is blank or in use."""
    segment = Segment(
        name=name.strip(),
        kind=Segment.Kind.STATIC,
        status=Segment.Status.READY,
        created_by_id=by,
        created_at=at,
    )
    segment.full_clean(exclude=["uid", "rule"])
    segment.save()
    segment.refresh_from_db(fields=["uid"])
    trail.record(action="segment.list_added", target=segment, by=by, at=at)
    put_in(segment=segment, customer_ids=customer_ids, reason=reason, by=by, at=at)
    return segment


def put_in(*, segment: Segment, customer_ids: Sequence[int], reason: str, by: int, at: datetime) -> None:
    """Customers of the archive onto a list. Raises ReasonMissingError."""
    ids = list(list_active(customer_ids).values_list("pk", flat=True))
    _write(segment, ids, ids, reason=reason, by=by, at=at)


def take_out(*, segment: Segment, customer_ids: Sequence[int], reason: str, by: int, at: datetime) -> None:
    """Customers off a list. Raises ReasonMissingError."""
    _write(segment, [], customer_ids, reason=reason, by=by, at=at)


@transaction.atomic
def pin(*, segment: Segment, customer_id: int, is_in: bool, reason: str, by: int, at: datetime) -> None:
    """Let a customer be in, or out, whatever the segment's rule says. Raises ReasonMissingError."""
    if not reason.strip():
        raise ReasonMissingError
    said = {"is_in": is_in, "reason": reason.strip(), "by_id": by, "at": at}
    SegmentPin.objects.update_or_create(segment=segment, customer_id=customer_id, defaults=said)
    changes = {"customer": customer_id, "is_in": is_in, "reason": reason.strip()}
    trail.record(action="segment.pinned", target=segment, by=by, at=at, changes=changes)
    evaluating.evaluate([customer_id], at=at, cause=Cause.IMPORT)


@transaction.atomic
def unpin(*, segment: Segment, customer_id: int, by: int, at: datetime) -> None:
    """The rule decides again."""
    SegmentPin.objects.filter(segment=segment, customer=customer_id).delete()
    changes = {"customer": customer_id}
    trail.record(action="segment.unpinned", target=segment, by=by, at=at, changes=changes)
    evaluating.evaluate([customer_id], at=at, cause=Cause.IMPORT)


@transaction.atomic
def take_snapshot(*, segment: Segment, by: int | None, at: datetime) -> SegmentSnapshot:
    """Who is in now, kept as it is."""
    rows = SegmentMembership.objects.filter(segment=segment, exited_at__isnull=True)
    ids = list(rows.order_by("customer_id").values_list("customer_id", flat=True))
    return SegmentSnapshot.objects.create(
        segment=segment, version=segment.version, at=at, customer_ids=ids, by_id=by
    )


@transaction.atomic
def _write(
    segment: Segment,
    customer_ids: Sequence[int],
    among: Sequence[int],
    *,
    reason: str,
    by: int,
    at: datetime,
) -> None:
    if not reason.strip():
        raise ReasonMissingError
    locked = Segment.objects.select_for_update().get(pk=segment.pk, kind=Segment.Kind.STATIC)
    ids = pa.array(sorted(set(customer_ids)), pa.int64())
    change = memberships.write(
        locked, ids, cause=Cause.IMPORT, at=at, among=among, by=by, reason=reason.strip()
    )
    if change is not None:
        evaluating.evaluate_dependents(locked, among, at=at)
