"""On which days of the week people order."""

import math
from datetime import date

import ibis.expr.types as ir
import numpy as np
from numpy.typing import NDArray

from tuanke.insights.claims.claim import SHARE, Claim, two_sided
from tuanke.insights.numbers import MONDAY, WEEK, day_number, number_of
from tuanke.insights.purchases import purchase_days
from tuanke.insights.stats import Z95

WEEKS, FEWEST_WEEKS = 52, 26
WEEKDAY = "weekday"
EVEN = 1 / WEEK


def purchases_by_weekday(lines: ir.Table, as_of: date) -> ir.Table:
    """One row per complete week of the last 52 and weekday with any: week (number), weekday (0 = Monday), n.

    `n` counts purchase days: somebody's orders of one day are one.
    """
    days = purchase_days(lines, as_of)
    number = day_number(days.day) + MONDAY
    bought = days.filter(days.bought).select("customer_id", week=(number // WEEK), weekday=(number % WEEK))
    last = (number_of(as_of) + 1 + MONDAY) // WEEK
    bought = bought.filter((bought.week < last) & (bought.week >= last - WEEKS))
    return bought.group_by("week", "weekday").aggregate(n=bought.count())


def weekday_claims(weeks: NDArray[np.float64]) -> list[Claim]:
    """`weeks` x 7 counts: each weekday's share against one seventh.

    Weeks are the independent units, for a deal of one day brings many at once: the error is that of a ratio
    of weekly totals (Cochran 1977, ch. 6). None below FEWEST_WEEKS weeks with a purchase.
    """
    totals = weeks.sum(axis=1)
    used, totals = weeks[totals > 0], totals[totals > 0]
    if len(used) < FEWEST_WEEKS:
        return []
    found = []
    for weekday in range(WEEK):
        share = float(used[:, weekday].sum() / totals.sum())
        spread = float(((used[:, weekday] - share * totals) ** 2).sum()) * len(used) / (len(used) - 1)
        error = math.sqrt(spread) / float(totals.sum())
        if error > 0:
            found.append(_claim(weekday, share, error, int(totals.sum())))
    return found


def _claim(weekday: int, share: float, error: float, n: int) -> Claim:
    return Claim(
        kind=WEEKDAY,
        subject=str(weekday),
        measure=SHARE,
        n=n,
        value=share,
        other_n=n,
        other=EVEN,
        low=share - EVEN - Z95 * error,
        high=share - EVEN + Z95 * error,
        p=two_sided((share - EVEN) / error),
    )
