from datetime import datetime

from django.db import transaction
from django.db.models import F

from tuanke.kit.rules import Node, RuleError, parse, saved_form
from tuanke.platform.audit.services import trail
from tuanke.platform.jobs.services import queue
from tuanke.segments.models import Segment
from tuanke.segments.selectors.references import in_order
from tuanke.segments.selectors.segments import get_rule, list_segments
from tuanke.segments.selectors.uses import list_readers, list_running_targets
from tuanke.segments.selectors.vocabulary import grammar


class InUseError(Exception):
    """Other segments read this one, or a target group rests on it; `names` says which."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@transaction.atomic
def save_segment(*, name: str, rule: object, by: int, at: datetime, realtime: bool = True) -> Segment:
    """A new segment. Raises RuleError for a bad rule, ValidationError for a name that is blank or in use."""
    node = parse(rule, grammar())
    segment = Segment(
        name=name.strip(), rule=saved_form(node), realtime=realtime, created_by_id=by, created_at=at
    )
    segment.full_clean(exclude=["uid"])
    segment.save()
    segment.refresh_from_db(fields=["uid"])
    trail.record(action="segment.saved", target=segment, by=by, at=at, changes={"rule": segment.rule})
    request_build(segment)
    return segment


@transaction.atomic
def change_rule(*, segment: Segment, rule: object, by: int, at: datetime) -> None:
    """Another rule under the same name. Raises RuleError, also where the segment would rest on itself."""
    node = parse(rule, grammar())
    check_order(segment, node)
    before, segment.rule = segment.rule, saved_form(node)
    Segment.objects.filter(pk=segment.pk).update(
        rule=segment.rule, version=F("version") + 1, status=Segment.Status.STALE
    )
    segment.refresh_from_db(fields=["version", "status"])
    changes = {"rule": [before, segment.rule]}
    trail.record(action="segment.rule_changed", target=segment, by=by, at=at, changes=changes)
    request_build(segment)


@transaction.atomic
def rename_segment(*, segment: Segment, name: str, by: int, at: datetime) -> None:
    """Raises ValidationError for a name that is blank or in use."""
    before, segment.name = segment.name, name.strip()
    segment.full_clean(exclude=["uid", "rule"])
    segment.save(update_fields=["name"])
    changes = {"name": [before, segment.name]}
    trail.record(action="segment.renamed", target=segment, by=by, at=at, changes=changes)


@transaction.atomic
def archive_segment(*, segment: Segment, by: int, at: datetime) -> None:
    """Out of the lists; its history stays. Raises InUseError while a rule or a target group rests on it."""
    users = [one.name for one in list_readers(segment)]
    users += [target.objective for target in list_running_targets(segment)]
    if users:
        raise InUseError(users)
    Segment.objects.filter(pk=segment.pk, archived_at__isnull=True).update(archived_at=at)
    trail.record(action="segment.archived", target=segment, by=by, at=at)


@transaction.atomic
def restore_segment(*, segment: Segment, by: int, at: datetime) -> None:
    """Out of the archive, and worked out anew. Raises ValidationError where its name is in use by now."""
    segment.archived_at = None
    segment.full_clean(exclude=["uid", "rule"])
    segment.save(update_fields=["archived_at"])
    trail.record(action="segment.restored", target=segment, by=by, at=at)
    if segment.kind == Segment.Kind.DYNAMIC:
        request_build(segment)


def request_build(segment: Segment) -> None:
    queue.enqueue("segments.build", once=True, lock="facts", segment_id=segment.pk)


def check_order(segment: Segment, node: Node) -> None:
    """Raises RuleError ("cycle") where the segment would rest on itself by this rule."""
    vocabulary = grammar()
    rules: dict[Segment, Node] = {segment: node}
    for other in list_segments().filter(kind=Segment.Kind.DYNAMIC).exclude(pk=segment.pk):
        try:
            rules[other] = get_rule(other, vocabulary)
        except RuleError:
            continue
    in_order(rules)
