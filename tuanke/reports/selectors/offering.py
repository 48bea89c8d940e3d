"""What a report may ask in this shop."""

from tuanke.kit.rules import RuleAttribute
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.reports.domain.breakdowns import ACTS
from tuanke.reports.domain.question import Grammar, Question
from tuanke.segments.selectors import vocabulary

TYPES = ("choice", "text")  # one value a customer; of a set the parts would sum to more than there is


def customer_breakdowns() -> dict[str, RuleAttribute]:
    """Attributes of customers a report can be broken down by."""
    offered = vocabulary.attributes().items()
    return {name: source for name, source in offered if source.attribute.type in TYPES}


def find_attribute(name: str) -> RuleAttribute | None:
    """One that every shop has is found without a look at what this shop has thought of itself."""
    return vocabulary.standing_attributes().get(name) or vocabulary.attributes().get(name)


def grammar() -> Grammar:
    rules = vocabulary.grammar()
    asked = {name for name, attribute in rules.attributes.items() if attribute.type in TYPES}
    return Grammar(attributes=asked, rules=rules)


def may_ask(question: Question, viewer: Viewer) -> bool:
    """What customers looked at is told only to who may read interactions."""
    asks_acts = any(ACTS in measure.sources for measure in question.asked)
    return not asks_acts or viewer.may(Permission.INTERACTIONS_VIEW)
