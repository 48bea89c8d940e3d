"""A rule read back as a sentence."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from tuanke.kit.rules import All, AnyOf, Leaf, Node, Not
from tuanke.segments.selectors.attributes import get_attribute
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
    "is_set": pgettext_lazy("rule", "is known"),
    "is_not_set": pgettext_lazy("rule", "is not known"),
}


def read_back(node: Node) -> str:
    if isinstance(node, Leaf):
        return _leaf(node)
    if isinstance(node, Not):
        return _("not (%(rule)s)") % {"rule": read_back(node.node)}
    word = _("and") if isinstance(node, All) else _("or")
    return f" {word} ".join(_part(child) for child in node.nodes)


def _part(child: Node) -> str:
    """A group inside a group is put in brackets."""
    return f"({read_back(child)})" if isinstance(child, All | AnyOf) else read_back(child)


def _leaf(leaf: Leaf) -> str:
    source = get_attribute(leaf.attr)
    values = leaf.value if isinstance(leaf.value, list) else [] if leaf.value is None else [leaf.value]
    if source.attribute.type == "money":
        shown = [formats.yuan_short(int(value)) for value in values]
    else:
        shown = [str(source.value_labels.get(str(value), value)) for value in values]
    return " ".join([str(source.label), str(OPS[leaf.op]), _(", ").join(shown)]).strip()
