"""What the rule builder says: its own words, and what is wrong with a rule."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tuanke.kit.rules import RuleError

Text = str | Promise

RULE_ERRORS: Mapping[str, Text] = {
    "cycle": gettext_lazy("The segment would rest on itself."),
    "needs_a_count": gettext_lazy("Say how often."),
    "needs_a_list": gettext_lazy("Name at least one value."),
    "needs_a_range": gettext_lazy("The range needs a beginning and an end, in this order."),
    "needs_a_span": gettext_lazy("Say how long."),
    "no_conditions": gettext_lazy("Add a condition: so far the rule says nothing."),
    "not_a_node": gettext_lazy("Choose what this condition asks."),
    "out_of_range": gettext_lazy("This number is outside what can be asked."),
    "too_deep": gettext_lazy("Groups inside groups go eight levels deep at most."),
    "too_many_nodes": gettext_lazy("A rule has 200 conditions at most."),
    "unknown_attribute": gettext_lazy("Nothing of this name is known about customers."),
    "unknown_event": gettext_lazy("Nothing of this name happens to customers."),
    "unknown_field": gettext_lazy("What happened has nothing of this name."),
    "unknown_function": gettext_lazy("This figure is not known."),
    "unknown_group": gettext_lazy("Choose a group of customers."),
    "unknown_key": gettext_lazy("The rule says something here that is not understood."),
    "unknown_list": gettext_lazy("Choose a list; the one meant before is gone."),
    "unknown_operator": gettext_lazy("This comparison does not fit what is compared."),
    "unknown_segment": gettext_lazy("Choose a segment; the one meant before is gone."),
    "unknown_unit": gettext_lazy("Choose days, weeks, months or years."),
    "unknown_version": gettext_lazy("The rule was written for another version."),
    "unknown_window": gettext_lazy("Say in which time."),
    "wrong_type": gettext_lazy("Fill in a value."),
}


def in_words(error: RuleError) -> str:
    return str(RULE_ERRORS.get(error.code, RULE_ERRORS["not_a_node"]))


def builder_words() -> dict[str, str]:
    """By the names `static/segments/builder` asks for them."""
    return {
        "addCondition": _("Add a condition"),
        "addGroup": _("Add a group"),
        "addPredicate": _("Only those where…"),
        "addStep": _("Then…"),
        "all": _("All of these hold"),
        "any": _("Any of these holds"),
        "atLeast": _("How often"),
        "choose": _("Choose…"),
        "condition": _("Condition"),
        "daysAfter": _("until before day (counted from the festival)"),
        "daysBefore": _("from day (counted from the festival)"),
        "except": _("Except"),
        "failed": _("It could not be counted. Is there a connection?"),
        "festival": _("Festival"),
        "figure": _("Figure"),
        "from": _("from"),
        "gap": _("Each within"),
        "group": _("Group of conditions"),
        "number": _("Number"),
        "oneALine": _("One a line"),
        "operator": _("Comparison"),
        "undo": _("Undo"),
        "remove": _("Remove"),
        "removed": _("The condition is removed."),
        "seed": _("Word of the draw"),
        "step": _("What happened"),
        "thisOrLast": _("Which year"),
        "times": _("times"),
        "to": _("to"),
        "unit": _("Unit"),
        "until": _("until before"),
        "unreadable": _("The text is not a rule that can be drawn."),
        "value": _("Value"),
        "what": _("What is asked"),
        "window": _("In which time"),
        "yuan": _("yuan"),
    }
