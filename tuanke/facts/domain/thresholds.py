"""Where classes begin, as the shop chose it: what may be chosen, and the numbers that follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tuanke.insights.parameters import SHORTEST_WINDOW_DAYS, Parameters

FIXED, QUANTILE = "fixed", "quantile"  # numbers of the shop's own, shares of its buyers
FEWEST_BUYERS = 100  # below that quantiles are noise, and only numbers of one's own can be chosen (domain B0)
LONGEST_WINDOW_DAYS = 3_650
LARGEST = 10**14
# dimension → the numbers of `Parameters` it is made of
CUTS: Mapping[str, Mapping[str, str]] = {
    "frequency": {"mid": "frequency_mid", "high": "frequency_high"},
    "amount": {"mid": "amount_mid_fen", "high": "amount_high_fen"},
    "value": {"high": "aov_high_fen"},
}


class ThresholdError(ValueError):
    """A choice that cannot be adopted.

    `field`: window_days, mid, high or mode. `code`: missing, window_too_short, window_too_long, not_positive,
    too_large, no_number, no_whole_number, not_ascending, share_out_of_range or too_few_buyers.
    """

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field = field
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One dimension's cut-offs as typed: `mid` and `high` are days, fen, or whole per cents of the buyers."""

    dimension: str
    is_fixed: bool
    mid: int | None
    high: int | None
    window_days: int | None


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """Everything the shop chose, by the names of `Parameters`; what is in neither is read off as usual."""

    window_days: int = 365
    quantiles: Mapping[str, float] = field(default_factory=dict)
    fixed: Mapping[str, int] = field(default_factory=dict)

    def with_choice(self, choice: Choice) -> "Thresholds":
        """What would be in force if this was adopted."""
        names = CUTS[choice.dimension]
        typed = {names[part]: getattr(choice, part) for part in names}
        quantiles = {name: share for name, share in self.quantiles.items() if name not in typed}
        fixed = {name: number for name, number in self.fixed.items() if name not in typed}
        if choice.is_fixed:
            fixed |= typed
        else:
            quantiles |= {name: percent / 100 for name, percent in typed.items()}
        return Thresholds(window_days=choice.window_days or 0, quantiles=quantiles, fixed=fixed)

    def applied(self, fitted: Parameters) -> Parameters:
        """The fitted numbers, with the shop's own in their place."""
        moved = tuple(name for name in fitted.moved if name not in self.fixed)
        own: dict[str, Any] = {**self.fixed, "moved": moved}
        return replace(fitted, **own)


def check(choice: Choice, *, buyers: int) -> None:
    """Raises ThresholdError naming the first field that is wrong."""
    window = choice.window_days
    if window is None:
        raise ThresholdError("window_days", "missing")
    if window < SHORTEST_WINDOW_DAYS:
        raise ThresholdError("window_days", "window_too_short")
    if window > LONGEST_WINDOW_DAYS:
        raise ThresholdError("window_days", "window_too_long")
    if not choice.is_fixed and buyers < FEWEST_BUYERS:
        raise ThresholdError("mode", "too_few_buyers")
    for part in CUTS[choice.dimension]:
        _check_number(part, getattr(choice, part), is_fixed=choice.is_fixed)
    if "mid" in CUTS[choice.dimension] and (choice.mid or 0) >= (choice.high or 0):
        raise ThresholdError("high", "not_ascending")


def _check_number(part: str, number: int | None, *, is_fixed: bool) -> None:
    if number is None:
        raise ThresholdError(part, "missing")
    if not is_fixed and not 1 <= number <= 99:  # noqa: PLR2004
        raise ThresholdError(part, "share_out_of_range")
    if is_fixed and number < 1:
        raise ThresholdError(part, "not_positive")
    if is_fixed and number > LARGEST:
        raise ThresholdError(part, "too_large")
