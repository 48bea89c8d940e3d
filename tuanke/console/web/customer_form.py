"""The filters of the customer list as a form, and what is chosen as chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tuanke.classes.domain.dimensions import DIMENSIONS
from tuanke.classes.selectors.names import DIMENSION_NAMES
from tuanke.classes.selectors.options import class_options
from tuanke.console.selectors.customer_list import CustomerList
from tuanke.console.selectors.vocabulary import ME, NOBODY, Vocabulary
from tuanke.console.web.customer_rows import address
from tuanke.customers.selectors import customers as archive
from tuanke.customers.selectors import listing
from tuanke.platform.accounts.domain.permissions import Permission, Scope
from tuanke.ui.markup import html, joined

FIRST = ("lifecycle", "value")


@dataclass(frozen=True)
class Filter:
    """`options` are (value, text); without any it is typed into a field of this `type`."""

    name: str
    label: Any
    chosen: str
    options: tuple[tuple[str, Any], ...] = ()
    type: str = "text"

    @property
    def choices(self) -> SafeString:
        """The options; written here because a template takes ten times as long."""
        return joined(
            html('<option value="{}"{}>{}</option>', value, " selected" if value == self.chosen else "", text)
            for value, text in self.options
        )


def chips(listed: CustomerList, query: QueryDict) -> list[dict[str, Any]]:
    """What is chosen, each with the address without it."""
    return [
        {"choice": choice, "url": address(query, **dict.fromkeys(choice.names))} for choice in listed.choices
    ]


def first_filters(listed: CustomerList, query: QueryDict) -> list[Filter]:
    """Those in sight: lifecycle, value, and whom the customers belong to where that can differ."""
    filters = [_class(dimension, query) for dimension in FIRST]
    if listed.viewer.scope(Permission.CUSTOMERS_VIEW) is not Scope.OWN:
        filters.append(_choice("owner", _("Looked after by"), _owners(listed.vocabulary), query))
    filters.append(_choice("kind", _("Kind"), dict(archive.kinds()), query))
    return filters


def more_filters(listed: CustomerList, query: QueryDict) -> list[Filter]:
    words = listed.vocabulary
    filters = [_class(dimension, query) for dimension in DIMENSIONS if dimension not in FIRST]
    if words.tags:
        filters.append(_choice("tag", _("Tag"), {str(tag): name for tag, name in words.tags.items()}, query))
    filters += [
        _typed("place", _("Province or city"), "text", query),
        _typed("last_after", _("Last order from"), "date", query),
        _typed("last_before", _("Last order until"), "date", query),
        _typed("orders_min", _("Orders at least"), "number", query),
        _typed("revenue_min", _("Net revenue at least"), "number", query),
        _choice("consent", _("Consent"), words.consents, query),
        _choice("consent_channel", _("Consent: through"), dict(listing.CHANNELS), query),
        _choice("consent_purpose", _("Consent: for"), dict(listing.PURPOSES), query),
    ]
    return [*filters, *(_own_field(field, words, query) for field in words.fields)]


def _class(dimension: str, query: QueryDict) -> Filter:
    return _choice(dimension, DIMENSION_NAMES[dimension], class_options(dimension), query)


def _owners(words: Vocabulary) -> dict[str, str]:
    people = {str(number): name for number, name in words.colleagues.items()}
    return {ME: _("Me"), NOBODY: _("Nobody"), **people}


def _own_field(field: Any, words: Vocabulary, query: QueryDict) -> Filter:
    name, options = f"field_{field.pk}", words.options_of(field)
    if options:
        return _choice(name, field.label, options, query)
    return _typed(name, field.label, "date" if field.type == "date" else "text", query)


def _choice(name: str, label: Any, options: Mapping[str, Any], query: QueryDict) -> Filter:
    return Filter(name, label, query.get(name, ""), tuple(options.items()))


def _typed(name: str, label: Any, kind: str, query: QueryDict) -> Filter:
    return Filter(name, label, query.get(name, ""), type=kind)
