"""The dimensions a customer is classified in, and their classes in order, best first."""

from collections.abc import Mapping
from types import MappingProxyType

UNKNOWN = "unknown"
# What order lines alone tell; `tuanke analyze` knows these.
FROM_ORDERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "value": ("high_value", "potential_high_value", "ordinary", UNKNOWN),
        "lifecycle": ("active", "first", "returned", "dormant", "lost", "potential"),
        "frequency": ("high", "mid", "low", UNKNOWN),
        "amount": ("high", "mid", "low", UNKNOWN),
        "abc": ("A", "B", "C", "loss", UNKNOWN),
    }
)
DIMENSIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "value": FROM_ORDERS["value"],
        "lifecycle": FROM_ORDERS["lifecycle"],
        "need": ("price", "quality", "service", "balanced", UNKNOWN),
        "frequency": FROM_ORDERS["frequency"],
        "amount": FROM_ORDERS["amount"],
        "behaviour": ("active", "potential", "inactive", UNKNOWN),
        "source": (
            "social",
            "search",
            "referral",
            "group_leader",
            "direct",
            "offline",
            "sales_outreach",
            "marketplace",
            "partner",
            "import",
            UNKNOWN,
        ),
        "interest": (UNKNOWN,),
        "scene": ("business", "leisure", UNKNOWN),
        "abc": FROM_ORDERS["abc"],
    }
)
# Their classes are words of the shop: categories of goods, and scenes of its own beside the shipped ones.
OPEN = frozenset({"interest", "scene"})
LONGEST_CODE = 120

# Cut by numbers; what moved only because these did is no behaviour (domain B6).
CUT_BY_NUMBERS = ("value", "frequency", "amount", "abc")
CONFIRMED = ("value", "frequency", "amount")  # left downwards only when a second evaluation agrees
BAND = 0.85  # a class is left downwards only below this share of its cut-off (domain B6)
STATED_DAYS = 365  # for so long what a customer said of their needs outweighs what their deeds tell
LONGEST_OVERRIDE_DAYS = 365


def may_be_class(dimension: str, code: str) -> bool:
    """Whether a customer could be in it; of the shop's own words every one could."""
    if dimension in OPEN:
        return 0 < len(code) <= LONGEST_CODE
    return code in DIMENSIONS.get(dimension, ())
