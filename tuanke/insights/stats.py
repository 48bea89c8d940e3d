"""Intervals for shares, on plain numbers."""

import math
from typing import NamedTuple

Z95 = 1.959964  # domain L: two-sided 95 %


class Interval(NamedTuple):
    low: float
    high: float


def wilson(k: int, n: int, z: float = Z95) -> Interval:
    """The interval of the share k / n (Wilson 1927; domain L5a).

    Centre (p + z²/2n) / (1 + z²/n), half width z√(p(1-p)/n + z²/4n²) / (1 + z²/n). Holds its level from
    n = 1 on and never leaves [0, 1]. Raises ValueError unless 0 <= k <= n and n > 0.
    """
    if n <= 0 or not 0 <= k <= n:
        raise ValueError(f"no share: {k} of {n}")
    p = k / n
    scale = 1 + z * z / n
    centre = (p + z * z / (2 * n)) / scale
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / scale
    # at the ends the bound is exact; rounding would leave a trace below 0 or above 1
    return Interval(0.0 if k == 0 else centre - half, 1.0 if k == n else centre + half)


def newcombe(k1: int, n1: int, k2: int, n2: int, z: float = Z95) -> Interval:
    """The interval of the difference k1 / n1 - k2 / n2 (Newcombe 1998, hybrid of two Wilsons; domain L5b).

    Raises ValueError like `wilson`.
    """
    first, second = wilson(k1, n1, z), wilson(k2, n2, z)
    p1, p2 = k1 / n1, k2 / n2
    low = p1 - p2 - math.hypot(p1 - first.low, second.high - p2)
    high = p1 - p2 + math.hypot(first.high - p1, p2 - second.low)
    return Interval(low, high)


class Mean(NamedTuple):
    """A mean and its standard error, from independent groups."""

    value: float
    error: float


def difference_of_means(first: Mean, second: Mean, z: float = Z95) -> Interval:
    """The interval of first - second (domain L10a; Welch 1947 with a normal quantile)."""
    half = z * math.hypot(first.error, second.error)
    return Interval(first.value - second.value - half, first.value - second.value + half)


def relative_difference(first: Mean, second: Mean, z: float = Z95) -> Interval | None:
    """The interval of first / second - 1 by the delta method (domain L10a).

    None unless the second mean is surely above zero: a ratio to it would mean nothing.
    """
    if second.value - z * second.error <= 0:
        return None
    ratio = first.value / second.value
    half = z * math.hypot(first.error, ratio * second.error) / second.value
    return Interval(ratio - 1 - half, ratio - 1 + half)
