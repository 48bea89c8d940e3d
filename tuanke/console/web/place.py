"""Where a customer stands in the list they were opened from: who is before and after, and the way back.

The address says which list and which number (`in`, `at`) and repeats what the list was narrowed to. Only a few
rows around that number are read, in the list's own order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import HttpRequest, QueryDict
from django.urls import ResolverMatch, reverse
from django.utils import timezone

from tuanke.care.selectors import today
from tuanke.console.web.asked_list import asked_list
from tuanke.console.web.customer_rows import address
from tuanke.customers.selectors.customers import list_customers
from tuanke.platform.accounts.domain.permissions import Permission
from tuanke.platform.accounts.selectors.viewer import viewer_of
from tuanke.segments.selectors import members, segments
from tuanke.ui.paging import COUNT_LIMIT, SIZE, count_of

AROUND = 5  # rows read each way: so far a customer may have moved since the list was looked at
LONGEST = len(str(COUNT_LIMIT))  # digits of a number in a list
OVERVIEW, ARCHIVE = "console:customer", "customers:archive"
OWN = ("in", "at", "who")  # parameters of the place and of the customer's pages; the others are the list's


@dataclass(frozen=True)
class OpenList:
    """`uids(start, stop)` reads a slice in order; `count` is at most COUNT_LIMIT + 1, which stands for many."""

    uids: Callable[[int, int], Sequence[UUID]]
    count: int
    page_size: int
    address: str


@dataclass(frozen=True)
class Place:
    """`number` is None for who has left the list since; the neighbours are then those of the gap.

    `here` is the query of this place, for the customer's other pages.
    """

    here: str
    number: int | None
    count: int
    count_is_capped: bool
    previous_url: str
    next_url: str
    back_url: str


def find_place(request: HttpRequest) -> Place | None:
    """None for a page that is not of one customer, was not opened from a list, or from one that is gone."""
    match = request.resolver_match
    page_name = _neighbours_page(match)
    if match is None or not page_name:
        return None
    at = request.GET.get("at", "")
    read = LISTS.get(request.GET.get("in", ""))
    if read is None or not (at.isascii() and at.isdigit() and 0 < len(at) <= LONGEST and int(at) > 0):
        return None
    opened = read(request, _of_list(request.GET))
    return _place(opened, match.kwargs["uid"], int(at), request.GET, page_name) if opened else None


def _neighbours_page(match: ResolverMatch | None) -> str:
    """The page on which a neighbour is opened; empty where the address is not of one customer."""
    if match is None or "uid" not in match.kwargs:
        return ""
    if match.view_name == OVERVIEW:
        return OVERVIEW
    return ARCHIVE if match.namespace == "customers" else ""


def _of_list(query: QueryDict) -> QueryDict:
    kept = query.copy()
    for name in OWN:
        kept.pop(name, None)
    return kept


def _place(opened: OpenList, uid: UUID, at: int, query: QueryDict, page_name: str) -> Place:
    start = max(at - 1 - AROUND, 0)
    window = list(opened.uids(start, at + AROUND))
    found = [number for number, one in enumerate(window, start + 1) if one == uid]
    number = min(found, key=lambda one: abs(one - at), default=None)
    before, after = (at - 1, at) if number is None else (number - 1, number + 1)

    def url(to: int) -> str:
        if not start < to <= start + len(window):
            return ""
        return reverse(page_name, args=[window[to - start - 1]]) + address(query, who=None, at=str(to))

    page = (max(number or before, 1) - 1) // opened.page_size + 1
    back = address(_of_list(query), **({"page": str(page)} if page > 1 else {"page": None}))
    return Place(
        here=address(query, who=None, at=str(number or at)),
        number=number,
        count=min(opened.count, COUNT_LIMIT),
        count_is_capped=opened.count > COUNT_LIMIT,
        previous_url=url(before),
        next_url=url(after),
        back_url=f"{opened.address}{'' if back == '?' else back}#c-{uid}",
    )


def _customers(request: HttpRequest, query: QueryDict) -> OpenList:
    listed = asked_list(request, query)

    def uids(start: int, stop: int) -> list[UUID]:
        numbers = listed.in_order.numbers(start, stop)
        rows = list_customers(listed.viewer).filter(pk__in=numbers)
        found = dict(rows.values_list("pk", "uid"))
        return [found[number] for number in numbers if number in found]

    return OpenList(uids, listed.count, SIZE, reverse("console:customers"))


def _today(request: HttpRequest, query: QueryDict) -> OpenList | None:
    viewer = viewer_of(request)
    if not viewer.may(Permission.CARE_VIEW):
        return None
    due = today.list_due(viewer, timezone.localdate(), today.read_whose(query.get("whose", "")))
    if reason := query.get("reason"):
        due = due.filter(reason=reason)
    uids = due.values_list("customer__uid", flat=True)
    address = reverse("care:today")
    return OpenList(lambda start, stop: list(uids[start:stop]), count_of(due), today.A_DAYS_WORK, address)


def _segment(request: HttpRequest, query: QueryDict) -> OpenList | None:
    try:
        segment = segments.get_segment(query.get("segment", ""))
    except (ObjectDoesNotExist, ValidationError):
        return None
    day = members.read_past_day(query.get("on", ""), today=timezone.localdate())
    rows = members.list_members(viewer_of(request), segment, at=members.end_of(day) if day else None)
    uids = rows.values_list("customer__uid", flat=True)
    address = reverse("segments:one", args=[segment.uid])
    return OpenList(lambda start, stop: list(uids[start:stop]), count_of(rows), members.PAGE, address)


LISTS: Mapping[str, Callable[[HttpRequest, QueryDict], OpenList | None]] = {
    "customers": _customers,
    "today": _today,
    "segment": _segment,
}
