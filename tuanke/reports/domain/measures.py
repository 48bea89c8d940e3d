"""What a report can measure.

A part is one aggregate over one source of rows; a measure is a part, or parts over parts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tuanke.reports.domain.breakdowns import ACTS, JOINED, LINES, PEOPLE, REFUNDS

FEW = 5  # customers; a share of fewer says nothing

PARTS: Mapping[str, str] = MappingProxyType(  # part → source of its rows
    {
        "customers": LINES,
        "orders": LINES,
        "lines": LINES,
        "pieces": LINES,
        "revenue": LINES,
        "margin": LINES,
        "returned": LINES,
        "new_customers": LINES,
        "first_revenue": LINES,
        "repeat_revenue": LINES,
        "first_margin": LINES,
        "repeat_margin": LINES,
        "refunded": REFUNDS,
        "refund_orders": REFUNDS,
        "refunders": REFUNDS,
        "acts": ACTS,
        "actors": ACTS,
        "people": PEOPLE,
        "joined": JOINED,
    }
)
N_OF: Mapping[str, str] = MappingProxyType(  # source → the part that counts its customers
    {LINES: "customers", REFUNDS: "refunders", ACTS: "actors", PEOPLE: "people", JOINED: "joined"}
)
OF_ROWS = ("time", "cycle", "goods", "order", "cohort", "act", "customer")
OF_ORDERS = ("time", "cycle", "order", "cohort", "customer")
OF_PEOPLE = ("cohort", "customer")


@dataclass(frozen=True)
class Measure:
    """`unit` is count, money (fen), share or ratio. `adds` are the kinds of breakdown whose rows sum to the total."""

    name: str
    unit: str
    parts: tuple[str, ...]
    over: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()

    @property
    def n(self) -> str:
        """The part that counts the customers the value rests on."""
        return N_OF[PARTS[(self.over or self.parts)[0]]]

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.parts, *self.over, self.n)))

    @property
    def sources(self) -> frozenset[str]:
        return frozenset(PARTS[part] for part in self.needed)

    def value(self, parts: Mapping[str, int]) -> float | None:
        """None where there is nothing to divide by."""
        above = sum(parts.get(part, 0) for part in self.parts)
        if not self.over:
            return above
        below = sum(parts.get(part, 0) for part in self.over)
        return above / below if below > 0 else None


def _measure(name: str, unit: str, *adds: str, part: str = "") -> Measure:
    return Measure(name, unit, (part or name,), adds=adds)


def _ratio(name: str, unit: str, part: str, *over: str) -> Measure:
    return Measure(name, unit, (part,), over)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        measure.name: measure
        for measure in (
            _measure("customers", "count", "customer", "cohort"),
            _measure("orders", "count", *OF_ORDERS),
            _measure("lines", "count", *OF_ROWS),
            _measure("pieces", "count", *OF_ROWS),
            _measure("revenue", "money", *OF_ROWS),
            _measure("margin", "money", *OF_ROWS),
            _ratio("margin_share", "share", "margin", "revenue"),
            _ratio("average_order", "money", "revenue", "orders"),
            _ratio("orders_per_customer", "ratio", "orders", "customers"),
            _ratio("revenue_per_customer", "money", "revenue", "customers"),
            _ratio("margin_per_customer", "money", "margin", "customers"),
            _measure("returned", "count", *OF_PEOPLE),
            _ratio("came_back", "share", "returned", "customers"),
            _measure("new_customers", "count", "time", *OF_PEOPLE),
            _measure("first_revenue", "money", *OF_ROWS),
            _measure("repeat_revenue", "money", *OF_ROWS),
            Measure("repeat_share", "share", ("repeat_revenue",), ("first_revenue", "repeat_revenue")),
            _measure("first_margin", "money", *OF_ROWS),
            _measure("repeat_margin", "money", *OF_ROWS),
            _measure("refunded", "money", *OF_ROWS),
            _measure("refund_orders", "count", *OF_ORDERS),
            _ratio("refund_share", "share", "refunded", "revenue", "refunded"),
            _measure("acts", "count", *OF_ROWS),
            _measure("actors", "count", *OF_PEOPLE),
            _measure("people", "count", *OF_PEOPLE),
            _ratio("bought_share", "share", "customers", "people"),
            _measure("joined", "count", "time", "cycle", *OF_PEOPLE),
        )
    }
)
