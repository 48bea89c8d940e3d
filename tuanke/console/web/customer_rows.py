"""The rows and heads of the customer list's table."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from tuanke.classes.selectors.names import tone
from tuanke.console.selectors.customer_cells import in_words
from tuanke.console.selectors.customer_columns import NAME, Column
from tuanke.console.selectors.customer_list import CustomerList
from tuanke.console.selectors.customer_order import SORTS, Sort
from tuanke.console.web.persons import Person
from tuanke.platform.accounts.domain.masking import FieldClass, may_see
from tuanke.ui.paging import PageOf
from tuanke.ui.templatetags.ui import reason_chip

ANYBODY = uuid.UUID(int=0)


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


def lines(listed: CustomerList, page: PageOf, today: date) -> list[tuple[Person, SafeString]]:
    """Each customer with the cells of their row; written here because a template takes ten times as long.

    Whoever is opened from here keeps the list and the number in it, for who comes before and after.
    """
    opened_from = address(page.query, **{"in": "customers", "at": None})
    columns = [(column, _css(column), _why(column)) for column in listed.columns]
    return [
        (
            Person(customer, listed.viewer, f"{opened_from}&at={number}"),
            format_html_join(
                "",
                '<td class="{}">{}</td>',
                ((css, _content(listed, column, customer, today, why)) for column, css, why in columns),
            ),
        )
        for number, customer in enumerate(page.rows, page.first)
    ]


def _why(column: Column) -> str:
    """The address of the drawer that says why, for anybody; looked up once a column."""
    return reverse("classes:why", args=[ANYBODY, column.key]) if column.shape == "class" else ""


def _content(listed: CustomerList, column: Column, customer: Any, today: date, why: str) -> str:
    text = in_words(column, customer, listed.viewer, today)
    code = column.read(customer) if why else None
    return reason_chip(text, why.replace(str(ANYBODY), str(customer.uid)), tone(code)) if code else text


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
