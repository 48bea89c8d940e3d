"""What rests on a segment: rules that read it, and target groups."""

from django.db.models import QuerySet

from tuanke.kit.rules import RuleError
from tuanke.segments.models import Segment, TargetGroup
from tuanke.segments.selectors.references import referred_to
from tuanke.segments.selectors.segments import get_rule, list_segments
from tuanke.segments.selectors.vocabulary import grammar


def list_readers(segment: Segment) -> list[Segment]:
    """Segments in use whose rule reads it; a rule that cannot be read any more reads nothing."""
    vocabulary = grammar()
    readers = []
    for other in list_segments().filter(kind=Segment.Kind.DYNAMIC).exclude(pk=segment.pk):
        try:
            if str(segment.uid) in referred_to(get_rule(other, vocabulary)):
                readers.append(other)
        except RuleError:
            continue
    return readers


def list_running_targets(segment: Segment) -> QuerySet[TargetGroup]:
    return TargetGroup.objects.filter(segment=segment, ended_at__isnull=True).order_by("starts_on", "pk")
