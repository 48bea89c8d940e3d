"""Why somebody is on today's list, what to do about it, and how reasons rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Reason:
    """`condition` is SQL over k (classes) and s (scores); `weight` orders reasons of equal stake."""

    code: str
    condition: str
    since: str
    weight: float


# One reason a customer: the first that holds, in this order.
REASONS: tuple[Reason, ...] = (
    Reason(
        "cooling",  # valuable, and past one and a half times their own rhythm
        "k.value IN ('high_value', 'potential_high_value') AND k.lifecycle = 'dormant'",
        "s.dormant_on",
        1.0,
    ),
    Reason(
        "just_lost",  # valuable, silent for three times their rhythm, since a fortnight at most
        "k.value IN ('high_value', 'potential_high_value') AND k.lifecycle = 'lost'"
        " AND s.lost_on > %(as_of)s - 14",
        "s.lost_on",
        0.6,
    ),
    Reason(
        "overdue",  # a rhythm of their own is known and the next order has not come
        "k.lifecycle IN ('active', 'returned') AND s.gaps >= 2 AND s.rho > 1.0",
        "s.next_expected_on",
        0.5,
    ),
    Reason(
        "second_order",  # first order a while ago: when a second one usually comes
        "k.lifecycle = 'first' AND s.rho BETWEEN 0.7 AND 1.5",
        "s.last_on",
        0.4,
    ),
    Reason(
        "returned",  # back after a silence: say thank you
        "k.lifecycle = 'returned' AND s.last_on > %(as_of)s - 7",
        "s.last_on",
        0.3,
    ),
)
BY_CODE: Mapping[str, Reason] = MappingProxyType({reason.code: reason for reason in REASONS})

SNOOZE_DAYS = (1, 3, 7, 30)
REST_DAYS = 14  # after a talk the same reason does not come up again for this long
