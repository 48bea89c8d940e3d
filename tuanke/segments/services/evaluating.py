"""Point mode: segments brought up to date for a few customers, right after something happened or time passed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
from django.db import transaction

from tuanke.customers.selectors.customers import list_active
from tuanke.kit.rules import Node
from tuanke.segments.models import Segment, SegmentChange
from tuanke.segments.selectors.references import in_order, referred_to
from tuanke.segments.selectors.segments import among, get_for_update
from tuanke.segments.services import memberships, timers
from tuanke.segments.services.building import live_rules

Cause = SegmentChange.Cause


def evaluate(customer_ids: Sequence[int], *, at: datetime, cause: str = Cause.EVENT) -> None:
    """Every segment that follows at once, for these customers; what others read comes first."""
    rules = live_rules()
    for segment in in_order(rules):
        if segment.realtime:
            _evaluate(segment, rules[segment], customer_ids, at=at, cause=cause)


def evaluate_due(*, now: datetime) -> None:
    """Customers whose time has come, as of the moment it came; then what rests on their segments."""
    due = timers.take_due(now)
    if not due:
        return
    rules = live_rules()
    ordered = in_order(rules)
    by_pk = {segment.pk: segment for segment in ordered}
    for (segment_id, moment), customer_ids in due.items():
        segment = by_pk.get(segment_id)
        if segment is None:
            timers.drop(segment_id, customer_ids)
            continue
        for one in (segment, *_resting_on(segment, rules, ordered)):
            _evaluate(one, rules[one], customer_ids, at=moment, cause=Cause.TIME)


def evaluate_dependents(segment: Segment, customer_ids: Sequence[int], *, at: datetime) -> None:
    """Whatever reads this segment or list, for customers who entered or left it."""
    rules = live_rules()
    for one in _resting_on(segment, rules, in_order(rules)):
        _evaluate(one, rules[one], customer_ids, at=at, cause=Cause.EVENT)


def _resting_on(segment: Segment, rules: Mapping[Segment, Node], ordered: Sequence[Segment]) -> list[Segment]:
    """Segments that read it, also by way of others, in order."""
    reached = {str(segment.uid)}
    found = []
    for other in ordered:
        if other.pk != segment.pk and referred_to(rules[other]) & reached:
            reached.add(str(other.uid))
            found.append(other)
    return found


@transaction.atomic
def _evaluate(segment: Segment, node: Node, customer_ids: Sequence[int], *, at: datetime, cause: str) -> None:
    locked = get_for_update(segment.pk)
    if locked is None or locked.built_version != segment.version or locked.version != segment.version:
        timers.drop(segment.pk, customer_ids)
        return  # a build is on its way, and sees what this one would see
    answers = [(moment, _ids(node, customer_ids, moment)) for moment in (at, *timers.midnights(node, at))]
    memberships.write(locked, answers[0][1], cause=cause, at=at, among=customer_ids)
    timers.renew(locked, node, answers, at=at, among=customer_ids)


def _ids(node: Node, customer_ids: Sequence[int], at: datetime) -> timers.NumberArray:
    members = among(list_active(customer_ids), node, at=at).values_list("pk", flat=True)
    return np.array(sorted(members), dtype=np.int64)
