"""The rows and heads of the customer list's table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString

from tuanke.classes.selectors.names import tone
from tuanke.classes.selectors.options import shown_class
from tuanke.console.selectors.customer_cells import NOTHING, in_words
from tuanke.console.selectors.customer_columns import NAME, Column
from tuanke.console.selectors.customer_list import CustomerList
from tuanke.console.selectors.customer_order import SORTS, Sort
from tuanke.console.web.persons import Person
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.ui.addresses import ANY_UID, address_of
from tuanke.ui.markup import drawn_for, html, joined
from tuanke.ui.paging import PageOf
from tuanke.ui.templatetags.ui import reason_chip

TICK = (
    '<td class="pick hide-small"><label><input type="checkbox" form="bulk" name="pick" value="{}"'
    ' class="form-check-input" aria-label="{}"></label></td>'
)


@dataclass(frozen=True)
class Head:
    """`url` sorts by the column; `direction` is set where the list is sorted by it."""

    column: Column
    css: str
    url: str = ""
    direction: str = ""


def heads(listed: CustomerList, query: QueryDict) -> list[Head]:
    sees_names = may_see(listed.viewer, FieldClass.PERSONAL)
    return [
        _head(column, listed.sort, query, sortable=column.sort != "name" or sees_names)
        for column in (NAME, *listed.columns)
    ]


def _head(column: Column, sort: Sort, query: QueryDict, *, sortable: bool) -> Head:
    if column.sort not in SORTS or not sortable:
        return Head(column, _css(column))
    is_current = column.sort == sort.key
    turned = Sort(column.sort, is_turned=is_current and not sort.is_turned)
    direction = ("descending" if sort.descends else "ascending") if is_current else ""
    return Head(column, _css(column), address(query, sort=str(turned)), direction)


def lines(listed: CustomerList, page: PageOf, today: date, *, with_ticks: bool) -> SafeString:
    """The table's rows; written here because a template takes ten times as long.

    Whoever is opened from here keeps the list and the number in it, for who comes before and after.
    """
    opened_from = address(page.query, **{"in": "customers", "at": None})
    cells = [
        (f'<td class="{_css(column)}">{{}}</td>', _writer(column, listed, today)) for column in listed.columns
    ]
    return joined(
        _line(Person(customer, listed.viewer, f"{opened_from}&at={number}"), cells, with_ticks=with_ticks)
        for number, customer in enumerate(page.rows, page.first)
    )


Writer = Callable[[Any], str]


def _line(person: Person, cells: Sequence[tuple[str, Writer]], *, with_ticks: bool) -> SafeString:
    uid = person.customer.uid
    return html(
        '<tr id="c-{}" data-href="{}">{}<td>{}</td>{}</tr>',
        uid,
        person.url,
        html(TICK, uid, person.name) if with_ticks else "",
        person.line,
        joined(html(cell, write(person.customer)) for cell, write in cells),
    )


def _writer(column: Column, listed: CustomerList, today: date) -> Writer:
    if column.shape == "class":
        return partial(_chip, column, {})
    return lambda customer: in_words(column, customer, listed.viewer, today)


def _chip(column: Column, drawn: dict[str, SafeString], customer: Any) -> str:
    """The class; opens the drawer that says why. `drawn` keeps one chip of each."""
    code = column.read(customer)
    if not code:
        return NOTHING
    if code not in drawn:
        why = address_of("classes:why", ANY_UID, column.key)
        drawn[code] = reason_chip(shown_class(column.key, code), why, tone(code))
    return drawn_for(customer.uid, drawn[code])


def _css(column: Column) -> str:
    small = "" if column.on_phone or column is NAME else "hide-small"
    return " ".join(filter(None, ("num" if column.is_number else "", small)))


def address(query: QueryDict, **changes: str | None) -> str:
    """The list's address without what is empty; with changes from its first page, where None leaves one out."""
    changed = query.copy()
    for name in ("page", "done", "removed", *changes) if changes else ():
        changed.pop(name, None)
    for name in [name for name, value in changed.items() if not value]:
        changed.pop(name)
    changed.update({name: value for name, value in changes.items() if value is not None})
    return f"?{changed.urlencode()}"
