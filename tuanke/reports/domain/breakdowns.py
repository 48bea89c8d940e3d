"""What a report can be broken down by: what is known of the row itself; attributes of the customer come on top."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

LINES, REFUNDS, ACTS, PEOPLE, JOINED = "lines", "refunds", "acts", "people", "joined"
SOURCES = (LINES, REFUNDS, ACTS, PEOPLE, JOINED)
HAPPENED = frozenset({LINES, REFUNDS, ACTS})


@dataclass(frozen=True)
class Breakdown:
    """`kind` is time (days in a row), cycle, goods, order, act or customer; `sources` are those that have it."""

    name: str
    kind: str
    sources: frozenset[str]


def _all(kind: str, sources: frozenset[str], *names: str) -> dict[str, Breakdown]:
    return {name: Breakdown(name, kind, sources) for name in names}


BREAKDOWNS: Mapping[str, Breakdown] = MappingProxyType(
    _all("time", HAPPENED | {JOINED}, "day", "week", "month", "quarter", "year")
    | _all("cycle", HAPPENED | {JOINED}, "month_of_year", "weekday")
    | _all("cycle", HAPPENED, "hour")
    | _all("goods", HAPPENED, "category", "product")
    | _all("order", frozenset({LINES}), "first_or_repeat")
    | _all("cohort", frozenset(SOURCES), "cohort")
    | _all("act", frozenset({ACTS}), "act", "act_channel")
)
CUSTOMER = "customer"
ORDERED = ("time", "cycle", "cohort", "order")  # these have an order of their own, others go by size


def breakdown_of(name: str) -> Breakdown:
    """Whatever is none of the row's own is an attribute of the customer."""
    return BREAKDOWNS.get(name) or Breakdown(name, CUSTOMER, frozenset(SOURCES))
