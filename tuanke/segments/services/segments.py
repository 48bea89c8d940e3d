from datetime import datetime

from django.db import transaction

from tuanke.kit.rules import parse, to_json
from tuanke.platform.audit.services import trail
from tuanke.segments.models import Segment
from tuanke.segments.selectors.attributes import grammar


@transaction.atomic
def save_segment(*, name: str, rule: object, by: int, at: datetime) -> Segment:
    """A new segment. Raises RuleError for a bad rule, ValidationError for a name that is blank or in use."""
    node = parse(rule, grammar())
    segment = Segment(name=name.strip(), rule=to_json(node), created_by_id=by, created_at=at)
    segment.full_clean(exclude=["uid"])
    segment.save()
    segment.refresh_from_db(fields=["uid"])
    trail.record(action="segment.saved", target=segment, by=by, at=at, changes={"rule": segment.rule})
    return segment


@transaction.atomic
def archive_segment(*, segment: Segment, by: int, at: datetime) -> None:
    """Out of the lists; its history stays."""
    Segment.objects.filter(pk=segment.pk, archived_at__isnull=True).update(archived_at=at)
    trail.record(action="segment.archived", target=segment, by=by, at=at)
