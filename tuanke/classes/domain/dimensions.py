"""The dimensions a customer is classified in, and their classes in order, best first."""

from collections.abc import Mapping
from types import MappingProxyType

DIMENSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "value": ("high_value", "potential_high_value", "ordinary", "unknown"),
        "lifecycle": ("active", "first", "returned", "dormant", "lost", "potential"),
        "frequency": ("high", "mid", "low", "unknown"),
        "amount": ("high", "mid", "low", "unknown"),
        "abc": ("A", "B", "C", "loss", "unknown"),
    },
)

BAND = 0.85  # a class is left downwards only below this share of its cut-off (domain B6)
LONGEST_OVERRIDE_DAYS = 365
