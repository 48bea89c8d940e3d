from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tuanke.classes.domain.dimensions import LONGEST_OVERRIDE_DAYS, OPEN, may_be_class
from tuanke.classes.models import ClassChange, ClassOverride, CustomerClass
from tuanke.classes.selectors.options import class_options
from tuanke.facts.services import dirty
from tuanke.platform.audit.services import trail


class OverrideRefusedError(ValueError):
    """`code` says why: unknown_class, reason_missing, expiry_out_of_range."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def override(
    *, customer_id: int, dimension: str, class_code: str, reason: str, expires_on: date, by: int, at: datetime
) -> ClassOverride:
    """Set a class by hand until `expires_on`, at most a year away. It survives every recomputation."""
    _check(dimension, class_code, reason, expires_on, timezone.localdate(at))
    _end(customer_id, dimension, at)
    made = ClassOverride.objects.create(
        customer_id=customer_id,
        dimension=dimension,
        class_code=class_code,
        reason=reason.strip(),
        expires_on=expires_on,
        by_id=by,
        created_at=at,
    )
    _apply(made, timezone.localdate(at))
    changes = {"dimension": dimension, "class": class_code, "reason": reason, "until": expires_on}
    trail.record(action="class.overridden", target=made.customer, by=by, at=at, changes=changes)
    dirty.mark_dirty([customer_id])  # what rests on classes is worked out again
    return made


@transaction.atomic
def take_back(*, customer_id: int, dimension: str, by: int, at: datetime) -> None:
    """The computed class counts again, within seconds."""
    for ended in _end(customer_id, dimension, at):
        trail.record(
            action="class.override_ended",
            target=ended.customer,
            by=by,
            at=at,
            changes={"dimension": dimension},
        )
    dirty.mark_dirty([customer_id])


@transaction.atomic
def end_expired(*, at: datetime) -> None:
    """Overrides whose last day has passed stop counting."""
    over = ClassOverride.objects.filter(ended_at__isnull=True, expires_on__lt=timezone.localdate(at))
    customers = list(over.values_list("customer_id", flat=True))
    if customers:
        over.update(ended_at=at)
        dirty.mark_dirty(customers)


def _check(dimension: str, class_code: str, reason: str, expires_on: date, today: date) -> None:
    if not may_be_class(dimension, class_code) or (
        dimension in OPEN and class_code not in class_options(dimension)
    ):
        raise OverrideRefusedError("unknown_class")
    if not reason.strip():
        raise OverrideRefusedError("reason_missing")
    if not today < expires_on <= today + timedelta(days=LONGEST_OVERRIDE_DAYS):
        raise OverrideRefusedError("expiry_out_of_range")


def _end(customer_id: int, dimension: str, at: datetime) -> list[ClassOverride]:
    current = ClassOverride.objects.select_for_update().filter(
        customer_id=customer_id, dimension=dimension, ended_at__isnull=True
    )
    ended = list(current.select_related("customer"))
    current.update(ended_at=at)
    return ended


def _apply(made: ClassOverride, today: date) -> None:
    """Show it at once; the next scoring keeps it."""
    held = CustomerClass.objects.select_for_update().filter(customer_id=made.customer_id).first()
    if held is None or getattr(held, made.dimension) == made.class_code:
        return
    ClassChange.objects.create(
        customer_id=made.customer_id,
        dimension=made.dimension,
        before=getattr(held, made.dimension),
        after=made.class_code,
        cause=ClassChange.Cause.OVERRIDE,
        as_of=today,
    )
    setattr(held, made.dimension, made.class_code)
    setattr(held, f"{made.dimension}_since", today)
    held.save(update_fields=[made.dimension, f"{made.dimension}_since"])
