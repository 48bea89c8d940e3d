"""The frozen numbers of one full run, and the fit that yields them.

Classes compare a customer with the shop. Those comparisons go through `Parameters` alone, so one
customer's rows with the last run's parameters give the very row that a full run would give.
"""

import dataclasses
import math
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Self

import ibis
import ibis.expr.types as ir

from tuanke.insights.cuts import QUINTILES, class_cuts, cumulative_cuts, quintile_cuts
from tuanke.insights.cycle import UNKNOWN_GAP_DAYS, own_cycles, shop_cycle
from tuanke.insights.purchases import purchase_days
from tuanke.insights.rfm import activity
from tuanke.insights.tables import CUSTOMERS, check

Cuts = tuple[int | None, ...]
_SCORED = ("recency", "frequency", "monetary")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Parameters:
    """Cut-offs are the smallest value of the upper class, None when no customer reached it."""

    as_of: date
    window_days: int
    customers: int  # in the archive
    buyers: int  # with a purchase day in the window: the population of all cut-offs but ABC's
    shop_gap_days: float
    shop_gap_customers: int  # repeat customers behind it; 0: the gap is an assumption
    recency_cuts: Cuts  # largest recency that still scores 2, 3, 4, 5
    frequency_cuts: Cuts
    monetary_cuts: Cuts
    frequency_mid: int | None
    frequency_high: int | None
    amount_mid_fen: int | None
    amount_high_fen: int | None
    aov_high_fen: int | None
    moved: tuple[str, ...]  # cut-offs moved to the next value, for too many customers share one
    abc_a_fen: int | None
    abc_b_fen: int | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """From the one row of `fit` (NaN counts as NULL). Raises ValueError naming a missing column."""
        names = [field.name for field in dataclasses.fields(cls)]
        singles = [name for name in names if not name.endswith("_cuts") and name != "moved"]
        numbers: dict[str, Any] = {name: _cell(row, name) for name in singles}
        if numbers["shop_gap_days"] is None:
            numbers["shop_gap_days"] = UNKNOWN_GAP_DAYS
        for name in _SCORED:
            numbers[f"{name}_cuts"] = tuple(_cell(row, f"{name}_{k}") for k in QUINTILES)
        return cls(**numbers, moved=_moved(row))

    def with_cuts(self, row: Mapping[str, Any], *, window_days: int) -> Self:
        """The same with the class cut-offs of a row of `chosen_cuts`, read off another window."""
        cuts = {name: _cell(row, name) for name in _CLASS_CUTS}
        return dataclasses.replace(self, **cuts, moved=_moved(row), window_days=window_days)

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON; `from_dict` reverses it."""
        return {**dataclasses.asdict(self), "as_of": self.as_of.isoformat()}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Raises ValueError naming the keys that are missing or unknown."""
        names = {field.name for field in dataclasses.fields(cls)}
        if wrong := names ^ values.keys():
            raise ValueError(f"missing or unknown parameters: {', '.join(sorted(wrong))}")
        plain: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
        }
        return cls(**plain | {"as_of": date.fromisoformat(values["as_of"])})


_CLASS_CUTS = {
    "frequency_mid": ("frequency", 0.5),
    "frequency_high": ("frequency", 0.8),
    "amount_mid_fen": ("monetary_fen", 0.5),
    "amount_high_fen": ("monetary_fen", 0.8),
    "aov_high_fen": ("aov_fen", 0.8),
}
USUAL: Mapping[str, float] = MappingProxyType({name: share for name, (_, share) in _CLASS_CUTS.items()})
SHORTEST_WINDOW_DAYS = 30  # domain B, bad input


def fit(lines: ir.Table, customers: ir.Table, as_of: date, window_days: int = 365) -> ir.Table:
    """One row to execute and hand to `Parameters.from_row`; NULL where nobody gives evidence.

    Quantiles are those of the customers who bought in the window (domain B0–B3, B5; L1, L3), ABC is over
    the lifetime margin of all. With fewer than 100 buyers quantiles are noise: the caller decides whether
    to use fixed numbers instead. Raises ValueError for wrong shapes and for a window below 30 days.
    """
    return fit_purchasing(purchasing(lines, as_of, window_days), customers, as_of, window_days)


def purchasing(lines: ir.Table, as_of: date, window_days: int = 365) -> ir.Table:
    """What the numbers are read off: `rfm.activity` with gaps and own_gap_days of `cycle.own_cycles`.

    A row is a function of the customer's own rows, so that a large shop may work it out in parts. Raises
    ValueError for a wrong shape and for a window below 30 days.
    """
    if window_days < SHORTEST_WINDOW_DAYS:
        raise ValueError(f"window_days is {window_days}, less than {SHORTEST_WINDOW_DAYS}")
    cycles = own_cycles(purchase_days(lines, as_of))
    return activity(lines, as_of, window_days).left_join(cycles, "customer_id").drop("customer_id_right")


def fit_purchasing(
    active: ir.Table,
    customers: ir.Table,
    as_of: date,
    window_days: int = 365,
    quantiles: Mapping[str, float] = USUAL,
) -> ir.Table:
    """`fit` from the rows of `purchasing`; `quantiles` as `chosen_cuts` takes them."""
    people = check(customers, CUSTOMERS)
    buyers = active.filter(active.frequency > 0)
    parts = [
        people.aggregate(customers=people.count()),
        buyers.aggregate(buyers=buyers.count()),
        shop_cycle(active),
        quintile_cuts(buyers, "recency_days", "recency", lower_is_better=True),
        quintile_cuts(buyers, "frequency", "frequency"),
        quintile_cuts(buyers, "monetary_fen", "monetary"),
        chosen_cuts(buyers, quantiles),
        cumulative_cuts(active, "margin_fen", {"abc_a_fen": 80, "abc_b_fen": 95}),
    ]
    row = parts[0].cross_join(*parts[1:])
    return row.mutate(as_of=ibis.literal(as_of), window_days=ibis.literal(window_days, type="int64"))


def chosen_cuts(buyers: ir.Table, quantiles: Mapping[str, float]) -> ir.Table:
    """`class_cuts` of buyers with frequency, monetary_fen and aov_fen; `quantiles` may replace any of USUAL."""
    return class_cuts(
        buyers, {name: (column, quantiles.get(name, share)) for name, (column, share) in _CLASS_CUTS.items()}
    )


def _moved(row: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in _CLASS_CUTS if _cell(row, f"{name}_moved"))


def _cell(row: Mapping[str, Any], name: str) -> Any:
    """A value of the row as the dataclass holds it."""
    if name not in row:
        raise ValueError(f"column {name!r} is missing")
    value = row[name]
    if isinstance(value, datetime):
        return value.date()
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    # data frames turn a column of integers with one NULL into floating point
    return int(value) if isinstance(value, float) and name != "shop_gap_days" else value
