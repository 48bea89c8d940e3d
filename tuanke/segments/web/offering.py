"""What the rule builder offers, as JSON in the reader's words: nothing about attributes is known to its script."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from tuanke.customers.selectors.groups import list_groups_with_size
from tuanke.kit.lunar import FESTIVALS
from tuanke.kit.rules import Attribute, RuleAttribute, RuleEvent, RuleField
from tuanke.kit.rules.events_parsing import HOURS
from tuanke.kit.rules.vocabulary import ADDING, COUNTING, FUNCTIONS, HAVING, MOVING, OPS, PRESENCE
from tuanke.kit.rules.windows import UNITS
from tuanke.platform.accounts.domain.permissions import Viewer
from tuanke.segments.models import Segment
from tuanke.segments.selectors import wording
from tuanke.segments.selectors.segments import list_segments
from tuanke.segments.selectors.vocabulary import Sources, events
from tuanke.segments.web.wording import builder_words

LISTS = {"in", "not_in", *HAVING}
Choice = tuple[str, str]  # what the rule says, and how it is called


def offer(viewer: Viewer, attributes: Sources, *, without: Segment | None = None) -> dict[str, Any]:
    """`without`: the segment whose rule is written, which cannot rest on itself."""
    sources = attributes.values()
    types = {source.attribute.type for source in sources} | {*OPS}
    return {
        "attributes": [_attribute(source) for source in sources],
        "events": [_event(event) for event in events().values()],
        "members": _members(viewer, without),
        "ops": {kind: _ops((*OPS[kind], *PRESENCE)) for kind in types},
        "shapes": {op: shape_of(op) for kind in types for op in (*OPS[kind], *PRESENCE)},
        "moving": [*MOVING],
        "counting": _ops(COUNTING),
        "functions": [(name, _function(name)) for name in FUNCTIONS],
        "adding": [*ADDING],
        "windows": _windows(),
        "units": _units(UNITS),
        "gap_units": _units(HOURS),
        "years": [("this", _("this year's")), ("last", _("last year's"))],
        "festivals": [(name, name) for name in FESTIVALS],
        "others": _others(),
        "words": builder_words(),
    }


def shape_of(op: str) -> str:
    """What stands behind an operator: none, one, many, range or span."""
    if op in PRESENCE:
        return "none"
    if op in MOVING:
        return "span"
    if op == "between":
        return "range"
    return "many" if op in LISTS else "one"


def _attribute(source: RuleAttribute) -> dict[str, Any]:
    return {
        "name": source.name,
        "label": str(source.label),
        **_typed(source.attribute, source.value_labels, attr=source.name),
    }


def _event(event: RuleEvent) -> dict[str, Any]:
    fields = [_field(event, name, field) for name, field in event.fields.items()]
    return {"name": event.name, "label": str(event.label), "fields": fields}


def _field(event: RuleEvent, name: str, field: RuleField) -> dict[str, Any]:
    typed = _typed(field.attribute, {}, event=event.name, field=name)
    return {"name": name, "label": str(field.label), **typed}


def _typed(attribute: Attribute, labels: Mapping[str, object], **asked: str) -> dict[str, Any]:
    """`values`: where to ask for what is known of a text."""
    choices = [(code, str(labels.get(code, code))) for code in attribute.choices]
    is_open = attribute.type == "text"
    values = f"{reverse('segments:values')}?{urlencode(asked)}" if is_open else ""
    return {"type": attribute.type, "choices": choices, "values": values}


def _members(viewer: Viewer, without: Segment | None) -> dict[str, list[Choice]]:
    found: dict[str, list[Choice]] = {"segment": [], "list": [], "group": []}
    for segment in list_segments():
        if segment != without:
            kind = "list" if segment.kind == Segment.Kind.STATIC else "segment"
            found[kind].append((str(segment.uid), segment.name))
    found["group"] = [(str(group.uid), group.name) for group in list_groups_with_size(viewer)]
    return found


def _ops(names: Iterable[str]) -> list[Choice]:
    return [(op, str(wording.OPS[op])) for op in names]


def _function(name: str) -> str:
    return (str(wording.FUNCTIONS[name]) % {"field": "…"}).strip()


def _windows() -> list[Choice]:
    return [
        ("ever", _("ever")),
        ("last", _("within the last")),
        ("before_last", _("before the last")),
        ("rolling_hours", _("within the last hours")),
        ("from", _("between two days")),
        ("lunar", _("around a festival")),
    ]


def _units(names: Iterable[str]) -> list[Choice]:
    labels = {
        "hour": _("hours"),
        "day": _("days"),
        "week": _("weeks"),
        "month": _("months"),
        "year": _("years"),
    }
    return [(name, labels[name]) for name in names]


def _others() -> dict[str, str]:
    """Conditions that are neither attribute nor event, and the heads of the list to choose from."""
    return {
        "attributes": _("About the customer"),
        "events": _("What happened"),
        "figures": _("Figures of what happened"),
        "more": _("More"),
        "seq": _("One thing after the other"),
        "in_segment": _("Is in another segment"),
        "in_list": _("Is on a list"),
        "in_group": _("Belongs to a group of customers"),
        "bucket": _("Sample"),
        "everyone": _("Everyone"),
    }
