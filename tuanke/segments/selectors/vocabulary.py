"""What rules may ask, as rooms offered it at the start, and what they may refer to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from tuanke.customers.selectors.groups import list_group_uids
from tuanke.kit.rules import RuleAttribute, RuleEvent, Vocabulary
from tuanke.segments.models import Segment

_attributes: Mapping[str, RuleAttribute] = MappingProxyType({})
_events: Mapping[str, RuleEvent] = MappingProxyType({})


def connect(attributes: Sequence[RuleAttribute], events: Sequence[RuleEvent]) -> None:
    """Called once by the wiring. Raises ValueError when two rooms claim one name."""
    global _attributes, _events  # noqa: PLW0603
    _attributes = MappingProxyType({source.name: source for source in attributes})
    _events = MappingProxyType({event.name: event for event in events})
    if len(_attributes) != len(attributes) or len(_events) != len(events):
        raise ValueError("two rule attributes or events have one name")


def get_attribute(name: str) -> RuleAttribute:
    """Raises KeyError."""
    return _attributes[name]


def get_event(name: str) -> RuleEvent:
    """Raises KeyError."""
    return _events[name]


def attributes() -> Mapping[str, RuleAttribute]:
    return _attributes


def events() -> Mapping[str, RuleEvent]:
    return _events


def grammar() -> Vocabulary:
    """What `kit.rules.parse` needs to know. An archived segment can be referred to by nothing new or old."""
    kinds: dict[str, set[str]] = {"segment": set(), "list": set()}
    for uid, kind in Segment.objects.filter(archived_at__isnull=True).values_list("uid", "kind"):
        kinds["list" if kind == Segment.Kind.STATIC else "segment"].add(str(uid))
    return Vocabulary(
        attributes={name: source.attribute for name, source in _attributes.items()},
        events=_events,
        members={**kinds, "group": {str(uid) for uid in list_group_uids()}},
    )
