"""A rule read back as a sentence, in the language of whoever reads."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from tuanke.kit.rules import (
    Aggregate,
    All,
    AnyOf,
    Attribute,
    Bucket,
    Comparison,
    Happened,
    Member,
    Node,
    Not,
    Occurrence,
    RuleAttribute,
    RuleEvent,
)
from tuanke.kit.rules import Sequence as Following
from tuanke.segments.selectors.naming import name_of
from tuanke.segments.selectors.value_wording import values_in_words
from tuanke.segments.selectors.vocabulary import Sources, get_event, sources_of
from tuanke.segments.selectors.window_wording import window_in_words
from tuanke.ui import formats

OPS: Mapping[str, str | Promise] = {
    "eq": pgettext_lazy("rule", "is"),
    "ne": pgettext_lazy("rule", "is not"),
    "in": pgettext_lazy("rule", "is one of"),
    "not_in": pgettext_lazy("rule", "is none of"),
    "lt": pgettext_lazy("rule", "is below"),
    "le": pgettext_lazy("rule", "is at most"),
    "gt": pgettext_lazy("rule", "is above"),
    "ge": pgettext_lazy("rule", "is at least"),
    "between": pgettext_lazy("rule", "is between"),
    "contains": pgettext_lazy("rule", "contains"),
    "starts_with": pgettext_lazy("rule", "begins with"),
    "on_day": pgettext_lazy("rule", "is on"),
    "before": pgettext_lazy("rule", "is before"),
    "after": pgettext_lazy("rule", "is after"),
    "in_last": pgettext_lazy("rule", "is within the last"),
    "in_next": pgettext_lazy("rule", "is within the next"),
    "anniversary_in": pgettext_lazy("rule", "comes back within the next"),
    "has_any": pgettext_lazy("rule", "has any of"),
    "has_all": pgettext_lazy("rule", "has all of"),
    "has_none": pgettext_lazy("rule", "has none of"),
    "is_set": pgettext_lazy("rule", "is known"),
    "is_not_set": pgettext_lazy("rule", "is not known"),
}
FUNCTIONS: Mapping[str, str | Promise] = {
    "sum": gettext_lazy("sum of %(field)s"),
    "avg": gettext_lazy("average of %(field)s"),
    "min": gettext_lazy("least %(field)s"),
    "max": gettext_lazy("greatest %(field)s"),
    "distinct": gettext_lazy("number of different values of %(field)s"),
    "first": gettext_lazy("first %(field)s"),
    "last": gettext_lazy("last %(field)s"),
}
AMOUNT = Attribute("number")


def read_back(node: Node, sources: Sources | None = None) -> str:
    """`sources`: those the rule asks for, where they are at hand."""
    return _read_back(node, sources_of(node) if sources is None else sources)


def in_words(source: RuleAttribute, values: Sequence[Any] | None) -> str | None:
    """What a customer has of a set, or of anniversaries; None for nothing."""
    if not values:
        return None
    return values_in_words(source.attribute, tuple(values), source.value_labels)


def _read_back(node: Node, sources: Sources) -> str:  # noqa: PLR0911  one line per kind of node
    if isinstance(node, Not):
        return _("not (%(rule)s)") % {"rule": _read_back(node.node, sources)}
    if isinstance(node, All | AnyOf):
        word = _("and") if isinstance(node, All) else _("or")
        return f" {word} ".join(_part(child, sources) for child in node.nodes)
    if isinstance(node, Comparison):
        source = sources[node.attr]
        return _compared(str(source.label), source.attribute, node.op, node.value, source.value_labels)
    if isinstance(node, Occurrence):
        return _occurred(node)
    if isinstance(node, Aggregate):
        return _aggregated(node)
    if isinstance(node, Following):
        return _followed(node)
    if isinstance(node, Member):
        return _("is in “%(name)s”") % {"name": name_of(node)}
    if isinstance(node, Bucket):
        return _("is in a sample of %(share)s") % {
            "share": formats.percent((node.last - node.first + 1) / 1000)
        }
    return _("everyone")


def _part(child: Node, sources: Sources) -> str:
    """A group inside a group is put in brackets."""
    told = _read_back(child, sources)
    return f"({told})" if isinstance(child, All | AnyOf) else told


def _occurred(node: Occurrence) -> str:
    happened = _happened(node.happened)
    if (node.op, node.value) == ("ge", 1):
        return happened
    if (node.op, node.value) in {("eq", 0), ("lt", 1), ("le", 0)}:
        return _("never: %(happened)s") % {"happened": happened}
    times = ngettext("%(count)s time", "%(count)s times", node.value) % {"count": node.value}
    return f"{happened} {OPS[node.op]} {times}"


def _followed(node: Following) -> str:
    steps = _(", then ").join(_happened(step) for step in node.steps)
    hours = ngettext("%(count)s hour", "%(count)s hours", node.gap_hours) % {"count": node.gap_hours}
    return _("%(steps)s, each within %(hours)s") % {"steps": steps, "hours": hours}


def _aggregated(node: Aggregate) -> str:
    field = get_event(node.happened.event).fields[node.of]
    attribute = AMOUNT if node.function == "distinct" else field.attribute
    what = str(FUNCTIONS[node.function]) % {"field": field.label}
    return _compared(f"{_happened(node.happened)}: {what}", attribute, node.op, node.value, {})


def _happened(happened: Happened) -> str:
    event = get_event(happened.event)
    where = [_predicate(event, one) for one in happened.where]
    told = f"{event.label} ({_(', ').join(where)})" if where else str(event.label)
    window = window_in_words(happened.within)
    return _("%(happened)s %(window)s") % {"happened": told, "window": window} if window else told


def _predicate(event: RuleEvent, predicate: Comparison) -> str:
    field = event.fields[predicate.attr]
    return _compared(str(field.label), field.attribute, predicate.op, predicate.value, {})


def _compared(label: str, attribute: Attribute, op: str, value: Any, labels: Mapping[str, object]) -> str:
    return " ".join([label, str(OPS[op]), values_in_words(attribute, value, labels)]).strip()
