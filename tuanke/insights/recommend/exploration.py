"""A small share of places for items nobody ranked there: what is never shown can never be learnt."""

import zlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.recommend.baskets import Whole
from tuanke.insights.recommend.ranked import Ranked

SHARE = 0.05  # domain J4

Hashes = NDArray[np.uint64]


class Explored(NamedTuple):
    """The lists, and which of their entries are there by the hash and not by their rank."""

    ranked: Ranked
    by_hash: NDArray[np.bool_]


def explored(ranked: Ranked, customer_ids: Whole, pool: Whole, salt: str, share: float = SHARE) -> Explored:
    """The lists with about that `share` of their places given to items of the `pool`, each as likely.

    Who sees what hangs on a hash of customer, place and `salt` (say, the day) alone: the same page twice is
    the same page. An item the list has already is not shown twice; that place stays as it was. The entry
    keeps the score of its place.
    """
    item = ranked.item.copy()
    by_hash = np.zeros(item.shape, bool)
    if not len(pool):
        return Explored(ranked, by_hash)
    seed = np.uint64(zlib.crc32(salt.encode()))
    for place in range(item.shape[1]):
        drawn = _mixed(_mixed(customer_ids.astype(np.uint64) + _mixed(seed)) + np.uint64(place))
        offered = pool[(_mixed(drawn) % np.uint64(len(pool))).astype(np.int64)]
        new = ((drawn >> np.uint64(11)) / 2.0**53 < share) & (item[:, place] >= 0)
        new &= ~(item == offered[:, None]).any(axis=1)
        item[new, place], by_hash[new, place] = offered[new], True
    return Explored(Ranked(item, ranked.score), by_hash)


def _mixed(values: Hashes | np.uint64) -> Hashes:
    """SplitMix64 (Steele, Lea & Flood 2014): neighbouring numbers to numbers that have nothing in common."""
    with np.errstate(over="ignore"):
        mixed = np.asarray(values, np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return np.asarray(mixed ^ (mixed >> np.uint64(31)), np.uint64)
