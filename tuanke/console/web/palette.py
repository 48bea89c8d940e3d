"""The options of the command palette, in groups: recent, customers, pages, actions."""

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tuanke.console.web.commands import CREATIONS, RUNS, Command, Text, refusal
from tuanke.console.web.navigation import pages_for
from tuanke.console.web.persons import Person
from tuanke.console.web.recent import list_recent
from tuanke.customers.domain.search_terms import search_terms
from tuanke.customers.selectors import customers as archive
from tuanke.platform.accounts.domain.permissions import Permission, Viewer

MOST_PEOPLE = 8
LOOKED_AT = (
    500  # of those who match: a surname has tens of thousands, and by it alone nobody finds one of them
)


@dataclass(frozen=True)
class Option:
    """Opens `url`, or with `sends` posts there. `refusal` says why it cannot be chosen."""

    label: str
    url: str
    drawing: SafeString
    more: str = ""
    sends: dict[str, str] | None = None
    refusal: str = ""


@dataclass(frozen=True)
class Group:
    label: str
    options: Sequence[Option] = field(default_factory=tuple)


def options_for(viewer: Viewer, text: str, held: dict[str, str], here: str) -> list[Group]:
    """What `text` asks for. `held`: preference → its value; `here`: the path to come back to."""
    groups = (
        Group(_("Recent"), _recent(viewer) if not text else ()),
        Group(_("Customers"), _people(viewer, text)),
        Group(_("Pages"), _pages(viewer, text)),
        Group(_("Actions"), _actions(viewer, text, held, here)),
    )
    return [group for group in groups if group.options]


def _recent(viewer: Viewer) -> list[Option]:
    return [Option(one.name, one.url, one.drawing) for one in list_recent(viewer)[:5]]


def _people(viewer: Viewer, text: str) -> list[Option]:
    if not text or not viewer.may(Permission.CUSTOMERS_VIEW):
        return []
    everybody = archive.list_customers(viewer)
    matching = archive.search(everybody, text, viewer).order_by()
    named = matching.values_list("display_name", "sort_name", "pk")[:LOOKED_AT]
    # the shortest name is the nearest to what was typed
    nearest = heapq.nsmallest(MOST_PEOPLE, named, key=lambda row: (len(row[0]), *row[1:]))
    found = everybody.in_bulk([pk for _name, _sorted_by, pk in nearest])
    people = [Person(found[pk], viewer) for _name, _sorted_by, pk in nearest if pk in found]
    return [Option(person.name, person.url, person.face, person.place) for person in people]


def _pages(viewer: Viewer, text: str) -> list[Option]:
    return [
        Option(str(page.label), reverse(page.url_name), page.drawing())
        for page in pages_for(viewer)
        if _asks_for(text, page.label)
    ]


def _actions(viewer: Viewer, text: str, held: dict[str, str], here: str) -> list[Option]:
    """Those for this person; one that is not for their role only to somebody who asks for it, with the reason."""
    has_customers = archive.list_customers(viewer).exists()
    return [
        _option(command, refusal(command, viewer, has_customers=has_customers), here)
        for command in _asked(text, held)
        if text or command.is_allowed(viewer)
    ]


def _asked(text: str, held: dict[str, str]) -> Iterable[Command]:
    commands = (*CREATIONS, *RUNS)
    return (
        command
        for command in commands
        if _asks_for(text, command.label)
        and not any(held[name] == value for name, value in command.said_of.items())
    )


def _option(command: Command, why_not: str, here: str) -> Option:
    sends = (
        None if command.sends is None else {**command.sends, **({"next": here} if command.said_of else {})}
    )
    return Option(str(command.label), command.url, command.drawing(), sends=sends, refusal=why_not)


def _asks_for(text: str, label: Text) -> bool:
    """The name holds the text, or its pinyin or initials begin so; the English name is known in Chinese, too."""
    folded, name = text.lower(), str(label).lower()
    with translation.override("en"):
        english = str(label).lower()
    return folded in name or folded in english or any(term.startswith(folded) for term in search_terms(name))
