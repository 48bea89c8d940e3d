"""Why somebody is on today's list, what of them is at stake, and which reason comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

VALUABLE = "k.value IN ('high_value', 'potential_high_value')"
DAYS_AHEAD = 7  # a birthday is on the list for the week before it
SEASON_DAYS = (
    45  # what companies and families order for a festival, they order in the weeks before it (domain G2)
)
SEASON_CLOSES = 7  # days before the festival: later nothing arrives in time
SEASON_SHARE = 1 / 3  # of everything bought; evenly spread it would be an eighth


@dataclass(frozen=True)
class Reason:
    """`condition` is SQL over k (classes) and s (scores); of the archive also d (dates) and f (festivals).

    `share` of the customer's margin a year is at stake: a judgement that ranks the list, no estimate.
    """

    code: str
    condition: str
    since: str
    share: float
    of_scores: bool = True  # False: it needs the archive, a file alone does not tell


# One line a customer: the first that holds, in this order; the others are named on it.
REASONS: tuple[Reason, ...] = (
    Reason(
        "cooling",  # valuable, and past one and a half times their own rhythm
        f"{VALUABLE} AND k.lifecycle = 'dormant'",
        "s.dormant_on",
        1.0,
    ),
    Reason(
        "just_lost",  # valuable, silent for three times their rhythm, since a fortnight at most
        f"{VALUABLE} AND k.lifecycle = 'lost' AND s.lost_on > %(as_of)s - 14",
        "s.lost_on",
        1.0,
    ),
    Reason(
        "season",  # buys for a festival that is near, and has not yet
        "f.customer_id IS NOT NULL AND s.last_on < f.season_from",
        "f.season_from",
        0.5,
        of_scores=False,
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
        0.5,
    ),
    Reason(
        "new_potential",  # a large first order a few days ago: the next weeks decide
        "k.value = 'potential_high_value' AND k.lifecycle = 'first' AND s.first_on > %(as_of)s - 14",
        "s.first_on",
        0.5,
        of_scores=False,
    ),
    Reason(
        "returned",  # back after a silence: say thank you
        "k.lifecycle = 'returned' AND s.last_on > %(as_of)s - 7",
        "s.last_on",
        0.5,
    ),
    Reason(
        "unreachable",  # valuable, and every number they gave has stopped working
        f"{VALUABLE} AND u.customer_id IS NOT NULL",
        "%(as_of)s",
        0.25,
        of_scores=False,
    ),
    Reason(
        "date_ahead",  # a birthday or founding day within the week, solar or lunar
        f"({VALUABLE} OR k.abc = 'A') AND d.comes_on IS NOT NULL",
        "d.comes_on",
        0.1,
        of_scores=False,
    ),
)
BY_CODE: Mapping[str, Reason] = MappingProxyType({reason.code: reason for reason in REASONS})
BY_SCORES = tuple(reason for reason in REASONS if reason.of_scores)

SNOOZE_DAYS = (1, 3, 7, 30)
REST_DAYS = 14  # after a talk the same reason does not come up again for this long
