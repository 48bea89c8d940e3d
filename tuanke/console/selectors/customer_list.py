"""The customer list as one question: who is on it, in which order, with which columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property

from tuanke.console.selectors.asked import Asked, Choice
from tuanke.console.selectors.customer_columns import Column, chosen, offered, with_needed
from tuanke.console.selectors.customer_filters import read_choices
from tuanke.console.selectors.customer_order import InOrder, Sort, read_sort
from tuanke.console.selectors.vocabulary import Vocabulary, read_vocabulary
from tuanke.customers.selectors import customers as archive
from tuanke.platform.accounts.domain.permissions import Permission, Viewer
from tuanke.platform.accounts.selectors.kept import kept
from tuanke.ui.paging import COUNT_LIMIT


@dataclass(frozen=True)
class CustomerList:
    """What was asked by an address's parameters, understood as far as this viewer may ask it."""

    viewer: Viewer
    vocabulary: Vocabulary
    text: str
    choices: Sequence[Choice]
    sort: Sort
    columns: Sequence[Column]
    offered: Mapping[str, Column]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.text or self.choices)

    def among(self, permission: Permission) -> QuerySet[Any]:
        """Those on the list whom this permission of the viewer reaches."""
        rows = archive.list_customers(self.viewer, permission)
        rows = rows.filter(*(choice.condition for choice in self.choices))
        return archive.search(rows, self.text, self.viewer)

    @property
    def everybody(self) -> QuerySet[Any]:
        return self.among(Permission.CUSTOMERS_VIEW)

    @property
    def in_order(self) -> InOrder:
        at_once = self.is_narrowed and (self.count <= COUNT_LIMIT or self._order_follows_a_filter)
        return InOrder(self.everybody, self.sort, self._widen, at_once=at_once)

    @property
    def _order_follows_a_filter(self) -> bool:
        """The lifecycle is made of the last order: who matches stands all at one end."""
        return self.sort.key == "last" and any("lifecycle" in choice.names for choice in self.choices)

    @cached_property
    def count(self) -> int:
        """How many are on it; one more than COUNT_LIMIT stands for many. An answer is kept."""
        rows = self.everybody.values("pk")[: COUNT_LIMIT + 1]
        return kept(str(rows.query.sql_with_params()), self.viewer, rows.count)

    def _widen(self, numbers: Sequence[int]) -> QuerySet[Any]:
        rows = archive.list_customers(self.viewer).filter(pk__in=numbers)
        return with_needed(rows, self.columns)


def ask(viewer: Viewer, values: Mapping[str, str], columns: Sequence[str], *, at: datetime) -> CustomerList:
    """`values` are the address's parameters, `columns` the keys of the columns wanted."""
    vocabulary = read_vocabulary(viewer)
    asked = Asked(values, viewer, vocabulary, at)
    known = offered(vocabulary.fields)
    return CustomerList(
        viewer=viewer,
        vocabulary=vocabulary,
        text=asked.text("q"),
        choices=read_choices(asked),
        sort=read_sort(asked.text("sort"), viewer),
        columns=chosen(columns, known),
        offered=known,
    )
