"""The answers to a rule, for one customer, with the values in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from tuanke.kit.rules import Aggregate, Happened, Occurrence
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.segments.selectors.value_wording import values_in_words
from tuanke.segments.selectors.vocabulary import get_event
from tuanke.segments.selectors.why import Answer
from tuanke.ui import formats

INTERACTIONS = "interactions"  # the fact table


@dataclass(frozen=True)
class Told:
    """`kind` is all, any, not or leaf."""

    kind: str
    sentence: str
    holds: bool
    value: str
    parts: Sequence["Told"]


def tell(answer: Answer, viewer: Viewer) -> Told:
    parts = [tell(part, viewer) for part in answer.parts]
    return Told(answer.kind, answer.sentence, answer.holds, _value(answer, viewer), parts)


def _value(answer: Answer, viewer: Viewer) -> str:
    if answer.source:
        if answer.value in (None, ""):
            return _("not known")
        return values_in_words(answer.source.attribute, answer.value, answer.source.value_labels)
    if isinstance(answer.leaf, Occurrence | Aggregate) and not _may_see(answer.leaf.happened, viewer):
        return ""
    return _(", ").join(formats.day(timezone.localtime(moment).date()) for moment in answer.value or ())


def _may_see(happened: Happened, viewer: Viewer) -> bool:
    """When somebody looked at what is told only to who may read interactions."""
    return get_event(happened.event).table != INTERACTIONS or viewer.may(Permission.INTERACTIONS_VIEW)
