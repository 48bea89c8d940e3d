"""What the rule builder says: its own words, and what is wrong with a rule."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tuanke.kit.rules import RuleError

Text = str | Promise

RULE_ERRORS: Mapping[str, Text] = {
    "cycle": _("The segment would rest on itself."),
    "needs_a_count": _("Say how often."),
    "needs_a_list": _("Name at least one value."),
    "needs_a_range": _("The range needs a beginning and an end, in this order."),
    "needs_a_span": _("Say how long."),
    "no_conditions": _("Add a condition: so far the rule says nothing."),
    "not_a_node": _("Choose what this condition asks."),
    "out_of_range": _("This number is outside what can be asked."),
    "too_deep": _("Groups inside groups go eight levels deep at most."),
    "too_many_nodes": _("A rule has 200 conditions at most."),
    "unknown_attribute": _("Nothing of this name is known about customers."),
    "unknown_event": _("Nothing of this name happens to customers."),
    "unknown_field": _("What happened has nothing of this name."),
    "unknown_function": _("This figure is not known."),
    "unknown_group": _("Choose a group of customers."),
    "unknown_key": _("The rule says something here that is not understood."),
    "unknown_list": _("Choose a list; the one meant before is gone."),
    "unknown_operator": _("This comparison does not fit what is compared."),
    "unknown_segment": _("Choose a segment; the one meant before is gone."),
    "unknown_unit": _("Choose days, weeks, months or years."),
    "unknown_version": _("The rule was written for another version."),
    "unknown_window": _("Say in which time."),
    "wrong_type": _("Fill in a value."),
}

# by the names that `static/segments/builder` asks for
BUILDER_WORDS: Mapping[str, Text] = {
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


def in_words(error: RuleError) -> str:
    return str(RULE_ERRORS.get(error.code, RULE_ERRORS["not_a_node"]))


def builder_words() -> dict[str, str]:
    """In the reader's language."""
    return {name: str(text) for name, text in BUILDER_WORDS.items()}
