"""Playbooks as they stand: the shop's own words, else the shipped ones."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from tuanke.care.models import Playbook
from tuanke.care.selectors.playbook_words import SHIPPED, Class, Text, Treatment
from tuanke.classes.domain.dimensions import DIMENSIONS, UNKNOWN, may_be_class
from tuanke.classes.selectors.classes import find_class
from tuanke.classes.selectors.names import DIMENSION_NAMES, tone
from tuanke.classes.selectors.options import shown_class
from tuanke.segments.selectors.members import list_held
from tuanke.segments.selectors.segments import list_segments

if TYPE_CHECKING:
    from tuanke.segments.models import Segment

NOTHING = Treatment()


@dataclass(frozen=True)
class Advice:
    """How to treat one class, or one segment. `is_own`: the shop wrote it."""

    group: Text
    name: Text
    tone: str
    words: Playbook | Treatment
    is_own: bool
    held: Class | None = None
    segment: "Segment | None" = None

    @property
    def is_blank(self) -> bool:
        return not (self.words.offer or self.words.content or self.words.service)


def list_for_classes() -> list[Advice]:
    """One for every class, in the order of the dimensions; blank where nobody wrote any.

    Of the classes that are words of the shop, those that somebody wrote one for.
    """
    own = _own_by_class()
    every: dict[Class, None] = dict.fromkeys(
        (dimension, code)
        for dimension, codes in DIMENSIONS.items()
        for code in (*codes, *(written for of, written in own if of == dimension))
        if code != UNKNOWN
    )
    return [_of_class(one, own) for one in every]


def list_for_segments() -> list[Advice]:
    """The segments that have one."""
    rows = Playbook.objects.filter(segment__archived_at__isnull=True).select_related("segment")
    return [_of_row(row) for row in rows.exclude(segment=None).order_by("segment__name")]


def list_segments_without() -> list["Segment"]:
    having = set(Playbook.objects.exclude(segment=None).values_list("segment", flat=True))
    return [segment for segment in list_segments() if segment.pk not in having]


def get_for_class(dimension: str, code: str) -> Advice:
    """Raises KeyError for a class that does not exist."""
    if not may_be_class(dimension, code):
        raise KeyError(code)
    return _of_class((dimension, code), _own_by_class())


def get_for_segment(segment: "Segment") -> Advice:
    row = Playbook.objects.select_related("segment").filter(segment=segment).first()
    return _of_row(row) if row else _of_segment(segment, NOTHING, is_own=False)


def list_for_customer(customer_id: int) -> list[Advice]:
    """Of the classes the customer is in and of the segments, blank ones left out."""
    held = find_class(customer_id)
    classes = [] if held is None else [(dimension, getattr(held, dimension)) for dimension in DIMENSIONS]
    own = _own_by_class()
    of_classes = [_of_class(one, own) for one in classes if one in own or one in SHIPPED]
    inside = list_held(customer_id).order_by().values("segment")
    rows = Playbook.objects.filter(segment__in=inside).select_related("segment")
    return [*of_classes, *(_of_row(row) for row in rows)]


def _own_by_class() -> dict[Class, Playbook]:
    rows = Playbook.objects.filter(segment=None)
    return {(row.dimension, row.class_code): row for row in rows}


def _of_class(held: Class, own: dict[Class, Playbook]) -> Advice:
    dimension, code = held
    return Advice(
        group=DIMENSION_NAMES[dimension],
        name=shown_class(dimension, code),
        tone=tone(code),
        words=own.get(held) or SHIPPED.get(held, NOTHING),
        is_own=held in own,
        held=held,
    )


def _of_row(row: Playbook) -> Advice:
    return _of_segment(row.segment, row, is_own=True)


def _of_segment(segment: "Segment | None", words: Playbook | Treatment, *, is_own: bool) -> Advice:
    return Advice(
        group=_("Segment"),
        name=segment.name if segment else "",
        tone="neutral",
        words=words,
        is_own=is_own,
        segment=segment,
    )
