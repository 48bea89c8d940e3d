"""The answers to a rule, for one customer, with the values in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.kit.rules import Comparison
from tuanke.segments.selectors.value_wording import values_in_words
from tuanke.segments.selectors.vocabulary import sources_of
from tuanke.segments.selectors.why import Answer
from tuanke.ui import formats


@dataclass(frozen=True)
class Told:
    """`kind` is all, any, not or leaf."""

    kind: str
    sentence: str
    holds: bool
    value: str
    parts: Sequence["Told"]


def tell(answer: Answer) -> Told:
    parts = [tell(part) for part in answer.parts]
    return Told(answer.kind, answer.sentence, answer.holds, _value(answer), parts)


def _value(answer: Answer) -> str:
    if isinstance(answer.leaf, Comparison):
        if answer.value in (None, ""):
            return _("not known")
        source = sources_of(answer.leaf)[answer.leaf.attr]
        return values_in_words(source.attribute, answer.value, source.value_labels)
    return _(", ").join(formats.day(timezone.localtime(moment).date()) for moment in answer.value or ())
