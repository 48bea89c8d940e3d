"""One page of a long list. Counting a million rows to show fifty helps nobody, so counting stops early."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

SIZE = 50
COUNT_LIMIT = 10_000
LAST_PAGE = 200


@dataclass(frozen=True)
class PageOf:
    rows: Sequence[Any]
    size: int
    number: int
    count: int
    count_is_capped: bool
    has_next: bool
    query: QueryDict

    @property
    def first(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)

    @property
    def next_url(self) -> str | None:
        return self._url(self.number + 1) if self.has_next else None

    @property
    def previous_url(self) -> str | None:
        return self._url(self.number - 1) if self.number > 1 else None

    def _url(self, number: int) -> str:
        query = self.query.copy()
        query["page"] = str(number)
        return f"?{query.urlencode()}"


class Sliced(Protocol):
    """Rows in an order of their own that are read a slice at a time."""

    def __getitem__(self, wanted: slice) -> Any: ...


def page_of(rows: QuerySet[Any], request: HttpRequest, size: int = SIZE) -> PageOf:
    """The page the request asks for; a number that is none, or too far, gives the nearest."""
    return page_in(rows, count_of(rows), request, size)


def count_of(rows: QuerySet[Any]) -> int:
    """At most COUNT_LIMIT + 1, which stands for many."""
    return rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()


def page_in(rows: Sliced, count: int, request: HttpRequest, size: int = SIZE) -> PageOf:
    """As page_of, of rows that were counted up to COUNT_LIMIT + 1."""
    asked = request.GET.get("page", "1")
    number = min(max(int(asked) if asked.isascii() and asked.isdigit() else 1, 1), LAST_PAGE)
    start = (number - 1) * size
    found = list(rows[start : start + size + 1])
    return PageOf(
        rows=found[:size],
        size=size,
        number=number,
        count=min(count, COUNT_LIMIT),
        count_is_capped=count > COUNT_LIMIT,
        has_next=len(found) > size and number < LAST_PAGE,
        query=request.GET,
    )
