from datetime import datetime
from typing import Any

from tuanke.platform.audit.selectors.trail import list_entries_about
from tuanke.segments.models import Segment

SAVED, CHANGED = "segment.saved", "segment.rule_changed"


def find_rule_as_of(segment: Segment, at: datetime) -> dict[str, Any] | None:
    """The saved form of the rule that held at a moment; None before the segment was there, and of a list."""
    entries = list_entries_about("segment", str(segment.uid), [SAVED, CHANGED])
    entry = entries.filter(at__lte=at).first()
    if entry is None:
        return None
    rule: dict[str, Any] = entry.changes["rule"][1] if entry.action == CHANGED else entry.changes["rule"]
    return rule
