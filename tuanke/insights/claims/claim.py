"""One claim: a number of one group beside that of those it is compared with, and how sure the difference is."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from tuanke.insights.stats import Z95, Mean, difference_of_means, newcombe

SHARE, FEN, TIMES = "share", "fen", "times"
FEWEST = 30  # below, on either side, the normal curve is no good guide
FEWEST_EACH_WAY = 5  # Cochran's rule for the expected counts of a fourfold table


class Counted(NamedTuple):
    """`k` of `n`."""

    k: int
    n: int


@dataclass(frozen=True, kw_only=True)
class Claim:
    """`value` rests on `n`, `other` on `other_n`; both in the unit of `measure`.

    `low` and `high`: the 95 % interval of value - other; of the ratio where the measure is TIMES, and there
    `other` is 1. `p`: how often chance alone brings a difference as large.
    """

    kind: str
    subject: str
    measure: str
    n: int
    value: float
    other_n: int
    other: float
    low: float
    high: float
    p: float

    @property
    def excludes_chance(self) -> bool:
        none = 1.0 if self.measure == TIMES else 0.0
        return self.low > none or self.high < none


def shares(kind: str, subject: str, group: Counted, others: Counted) -> Claim | None:
    """Two shares of different people: pooled z and Newcombe's interval; None where they are too few to say."""
    whole = Counted(group.k + others.k, group.n + others.n)
    if min(group.n, others.n) < FEWEST:
        return None
    p = whole.k / whole.n
    if min(p, 1 - p) * min(group.n, others.n) < FEWEST_EACH_WAY:
        return None
    difference = group.k / group.n - others.k / others.n
    interval = newcombe(*group, *others)
    return Claim(
        kind=kind,
        subject=subject,
        measure=SHARE,
        n=group.n,
        value=group.k / group.n,
        other_n=others.n,
        other=others.k / others.n,
        low=interval.low,
        high=interval.high,
        p=two_sided(difference / math.sqrt(p * (1 - p) * (1 / group.n + 1 / others.n))),
    )


def means(kind: str, subject: str, group: tuple[Mean, int], others: tuple[Mean, int]) -> Claim | None:
    """Two means in fen, each with how many independent customers it rests on (domain L10a)."""
    (mean, n), (other, other_n) = group, others
    error = math.hypot(mean.error, other.error)
    if min(n, other_n) < FEWEST or not error > 0:
        return None
    interval = difference_of_means(mean, other)
    return Claim(
        kind=kind,
        subject=subject,
        measure=FEN,
        n=n,
        value=mean.value,
        other_n=other_n,
        other=other.value,
        low=interval.low,
        high=interval.high,
        p=two_sided((mean.value - other.value) / error),
    )


def paired(kind: str, subject: str, *, only_then: int, only_before: int, both: int) -> Claim | None:
    """How many times as many people acted then as before; the same people are asked about both times.

    McNemar's test on those who acted once, and the interval of the ratio of two dependent shares on the log
    scale (Zhou & Qin 2007).
    """
    then, before, once = only_then + both, only_before + both, only_then + only_before
    if min(then, before) < FEWEST or once < 2 * FEWEST_EACH_WAY:
        return None
    half = Z95 * math.sqrt(once / (then * before))
    ratio = then / before
    return Claim(
        kind=kind,
        subject=subject,
        measure=TIMES,
        n=then,
        value=ratio,
        other_n=before,
        other=1.0,
        low=ratio * math.exp(-half),
        high=ratio * math.exp(half),
        p=two_sided((only_then - only_before) / math.sqrt(once)),
    )


def two_sided(z: float) -> float:
    """The chance that a normal number lies as far out as `z`, on either side."""
    return math.erfc(abs(z) / math.sqrt(2))
