"""What rules may ask, as rooms offered it at the start, and what they may refer to."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from tuanke.customers.selectors.groups import list_group_uids
from tuanke.kit.rules import Comparison, Node, RuleAttribute, RuleEvent, Vocabulary
from tuanke.kit.rules.nodes import leaves
from tuanke.segments.models import Segment

Sources = Mapping[str, RuleAttribute]
Offer = Callable[[], Iterable[RuleAttribute]]

_attributes: Sources = MappingProxyType({})
_offers: Sequence[Offer] = ()
_events: Mapping[str, RuleEvent] = MappingProxyType({})


def connect(
    attributes: Sequence[RuleAttribute], events: Sequence[RuleEvent], offers: Sequence[Offer] = ()
) -> None:
    """Called once by the wiring. `offers` give what the shop itself has thought of, each with RuleValues.

    Raises ValueError when two rooms claim one name.
    """
    global _attributes, _events, _offers  # noqa: PLW0603
    _attributes = MappingProxyType({source.name: source for source in attributes})
    _events = MappingProxyType({event.name: event for event in events})
    _offers = offers
    if len(_attributes) != len(attributes) or len(_events) != len(events):
        raise ValueError("two rule attributes or events have one name")


def standing_attributes() -> Sources:
    """Those that every shop has, whatever it has thought of itself."""
    return _attributes


def attributes() -> Sources:
    """All there are now; those of the shop itself are read anew."""
    return {**_attributes, **{source.name: source for offer in _offers for source in offer()}}


def sources_of(*nodes: Node) -> Sources:
    """The attributes these rules ask for, and perhaps more. Raises KeyError for one that is no more."""
    asked = {leaf.attr for node in nodes for leaf in leaves(node) if isinstance(leaf, Comparison)}
    sources = _attributes if asked <= _attributes.keys() else attributes()
    return {name: sources[name] for name in asked}


def get_event(name: str) -> RuleEvent:
    """Raises KeyError."""
    return _events[name]


def events() -> Mapping[str, RuleEvent]:
    return _events


def grammar(sources: Sources | None = None) -> Vocabulary:
    """What `kit.rules.parse` needs to know; `sources` where `attributes` were asked already.

    An archived segment can be referred to by nothing new or old.
    """
    kinds: dict[str, set[str]] = {"segment": set(), "list": set()}
    for uid, kind in Segment.objects.filter(archived_at__isnull=True).values_list("uid", "kind"):
        kinds["list" if kind == Segment.Kind.STATIC else "segment"].add(str(uid))
    return Vocabulary(
        attributes={name: source.attribute for name, source in (sources or attributes()).items()},
        events=_events,
        members={**kinds, "group": {str(uid) for uid in list_group_uids()}},
    )
