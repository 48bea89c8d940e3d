"""What a rule would do before it is saved: how many, who enters and who leaves (A2-14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from django.db.models import QuerySet

from tuanke.kit.rules import Node
from tuanke.platform.accounts.domain.permissions import Permission, Scope, Viewer
from tuanke.segments.models import Segment, SegmentMembership, SegmentPin
from tuanke.segments.selectors.segments import among
from tuanke.segments.services.population import open_population

SAMPLE = 10


@dataclass(frozen=True)
class Preview:
    """Numbers of customers, and ids of the first few; `stays` is in before and after."""

    enters: int
    leaves: int
    stays: int
    first_to_enter: Sequence[int]
    first_to_leave: Sequence[int]


def preview(node: Node, *, instead_of: Segment | None, at: datetime) -> Preview:
    """Against who is in the segment now (nobody, for a new one); who was put in or kept out stays so."""
    now = _members(instead_of)
    then = open_population().ids(node, at=at)["customer_id"].to_numpy()
    if instead_of is not None:
        then = _with_pins(then, instead_of)
    entering, leaving = np.setdiff1d(then, now), np.setdiff1d(now, then)
    return Preview(
        enters=len(entering),
        leaves=len(leaving),
        stays=len(now) - len(leaving),
        first_to_enter=entering[:SAMPLE].tolist(),
        first_to_leave=leaving[:SAMPLE].tolist(),
    )


def count(node: Node, customers: QuerySet[Any], viewer: Viewer, *, at: datetime) -> int:
    """How many of the viewer's `customers` the rule holds for.

    Who sees everybody is answered from the fact store; a scope is applied by PostgreSQL, to its few rows.
    """
    if viewer.scope(Permission.CUSTOMERS_VIEW) is Scope.ALL:
        return open_population().count(node, at=at)
    return among(customers, node, at=at).count()


def _members(segment: Segment | None) -> Any:
    rows = SegmentMembership.objects.filter(segment=segment, exited_at__isnull=True)
    return np.fromiter(rows.values_list("customer_id", flat=True), dtype=np.int64)


def _with_pins(ids: Any, segment: Segment) -> Any:
    pins = dict(SegmentPin.objects.filter(segment=segment).values_list("customer_id", "is_in"))
    put_in = [customer_id for customer_id, is_in in pins.items() if is_in]
    kept_out = [customer_id for customer_id, is_in in pins.items() if not is_in]
    return np.setdiff1d(np.union1d(ids, np.array(put_in, np.int64)), np.array(kept_out, np.int64))
