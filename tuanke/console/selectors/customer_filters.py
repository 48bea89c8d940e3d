"""What the customer list can be narrowed by: parameters of its address → conditions, each also in words."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import DIMENSIONS, may_be_class
from tuanke.classes.selectors.classes import in_class
from tuanke.classes.selectors.names import DIMENSION_NAMES
from tuanke.classes.selectors.options import shown_class
from tuanke.console.selectors import measured_filters
from tuanke.console.selectors.asked import Asked, Choice
from tuanke.console.selectors.vocabulary import ME, NOBODY
from tuanke.customers.domain.custom_values import CustomValueError, read_value
from tuanke.customers.selectors import customers as archive
from tuanke.customers.selectors import listing
from tuanke.customers.selectors.custom_fields import definition_of
from tuanke.kit.money import to_fen
from tuanke.kit.rules import RuleError
from tuanke.segments.selectors import segments
from tuanke.ui import formats

SCORE = "classification__score__"


def read_choices(asked: Asked) -> list[Choice]:
    """Those in force; a parameter that names nothing, or that the viewer may not ask, narrows nothing."""
    return [choice for read in READERS for choice in read(asked)]


def _classes(asked: Asked) -> Iterator[Choice]:
    for dimension in DIMENSIONS:
        code = asked.text(dimension)
        if may_be_class(dimension, code):
            name = str(shown_class(dimension, code))
            yield Choice((dimension,), str(DIMENSION_NAMES[dimension]), name, in_class(dimension, code))


def _kind(asked: Asked) -> Iterator[Choice]:
    kinds = dict(archive.kinds())
    kind = asked.text("kind")
    if kind in kinds:
        yield Choice(("kind",), _("Kind"), str(kinds[kind]), Q(kind=kind))


def _owner(asked: Asked) -> Iterator[Choice]:
    owner, label = asked.text("owner"), _("Looked after by")
    if owner == ME:
        yield Choice(("owner",), label, _("Me"), Q(owner=asked.viewer.staff_id))
    elif owner == NOBODY:
        yield Choice(("owner",), label, _("Nobody"), Q(owner__isnull=True))
    elif (number := asked.number("owner")) in asked.vocabulary.colleagues:
        yield Choice(("owner",), label, asked.vocabulary.colleagues[number], Q(owner=number))


def _tag(asked: Asked) -> Iterator[Choice]:
    if (tag := asked.number("tag")) in asked.vocabulary.tags:
        yield Choice(("tag",), _("Tag"), asked.vocabulary.tags[tag], listing.tagged(tag))


def _place(asked: Asked) -> Iterator[Choice]:
    if place := asked.text("place")[:40]:
        yield Choice(("place",), _("Province or city"), place, listing.placed_in(place))


def _last_order(asked: Asked) -> Iterator[Choice]:
    labels = {"last_after": (_("Last order from"), "gte"), "last_before": (_("Last order until"), "lte")}
    for name, (label, comparison) in labels.items():
        if day := asked.day(name):
            condition = Q(**{f"{SCORE}last_on__{comparison}": day})
            yield Choice((name,), label, formats.day(day), condition)


def _amounts(asked: Asked) -> Iterator[Choice]:
    if (orders := asked.number("orders_min")) is not None:
        condition = Q(**{f"{SCORE}orders__gte": orders})
        yield Choice(("orders_min",), _("Orders at least"), str(orders), condition)
    if (yuan := asked.number("revenue_min")) is not None:
        fen = to_fen(Decimal(yuan))
        condition = Q(**{f"{SCORE}revenue_fen__gte": fen})
        text = formats.yuan_short(fen)
        yield Choice(("revenue_min",), _("Net revenue at least"), text, condition)


def _consent(asked: Asked) -> Iterator[Choice]:
    names = ("consent_channel", "consent_purpose", "consent")
    channel, purpose, state = (asked.text(name) for name in names)
    words = asked.vocabulary.consents
    channels, purposes = dict(listing.CHANNELS), dict(listing.PURPOSES)
    if channel in channels and purpose in purposes and state in words:
        text = f"{channels[channel]} · {purposes[purpose]}: {words[state]}"
        yield Choice(names, _("Consent"), text, listing.said_about(channel, purpose, state, at=asked.at))


def _own_fields(asked: Asked) -> Iterator[Choice]:
    for field in asked.vocabulary.fields:
        name = f"field_{field.pk}"
        if typed := asked.text(name):
            try:
                value = read_value(definition_of(field), [typed])
            except CustomValueError:
                continue
            kept = value[0] if isinstance(value, list) else value
            text = asked.vocabulary.options_of(field).get(typed, typed)
            yield Choice((name,), field.label, text, listing.has_value(field, kept))


def _segment(asked: Asked) -> Iterator[Choice]:
    if not asked.text("segment"):
        return
    try:
        segment = segments.get_segment(asked.text("segment"))
        condition = segments.condition(segment, at=asked.at)
    except (ValidationError, ObjectDoesNotExist, RuleError):
        return
    yield Choice(("segment",), _("Segment"), segment.name, condition)


Reader = Callable[[Asked], Iterator[Choice]]
READERS: tuple[Reader, ...] = (
    _segment,
    measured_filters.claim,
    measured_filters.rfm,
    measured_filters.joined,
    measured_filters.rhythm,
    measured_filters.expected,
    measured_filters.best,
    _classes,
    _kind,
    _owner,
    _tag,
    _place,
    _last_order,
    _amounts,
    _consent,
    _own_fields,
)


def in_words(choices: list[Choice]) -> dict[str, Any]:
    """For the audit: what was narrowed by, without what tells who somebody is."""
    return {choice.label: choice.text for choice in choices if not choice.names[0].startswith("field_")}
