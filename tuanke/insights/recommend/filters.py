"""What of a ranked list may be shown: in stock, due again, not too much alike (domain J4)."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tuanke.insights.recommend.baskets import Real, Whole
from tuanke.insights.recommend.item_to_item import Neighbours
from tuanke.insights.recommend.ranked import Ranked

# How much of an item's worth is its own score, the rest being unlike those above it (domain J4, MMR).
RELEVANCE = 0.7
FEWEST_REPEATS = 3  # times an item was bought again; below, nobody knows how long it lasts


def in_stock(ranked: Ranked, stock: NDArray[np.bool_]) -> Ranked:
    """The lists without the items (by position) that are not there to be sold."""
    return _kept(ranked, np.append(stock, False)[ranked.item])  # the place of -1


def without(ranked: Ranked, row: Whole, item: Whole) -> Ranked:
    """The lists without single entries, `item` in the list number `row`: sent back for quality, joined already."""
    items = max(ranked.item.max(initial=-1), item.max(initial=-1)) + 1
    entry = ranked.item + np.arange(len(ranked.item))[:, None] * items
    return _kept(ranked, (ranked.item >= 0) & ~np.isin(entry, row * items + item))


def replenishment_days(customer: Whole, item: Whole, day: Whole, items: int) -> Real:
    """For each item the median days until the same customer bought it again; 0 below FEWEST_REPEATS of them.

    From one row per customer, item and day, in any order.
    """
    order = np.lexsort((day, item, customer))
    customer, item, day = customer[order], item[order], day[order]
    again = (np.diff(customer) == 0) & (np.diff(item) == 0) & (np.diff(day) > 0)
    gap, of = np.diff(day)[again], item[1:][again]
    of, gap = of[by_gap := np.lexsort((gap, of))], gap[by_gap]
    repeats = np.bincount(of, minlength=items)
    start = np.cumsum(repeats) - repeats
    enough = repeats >= FEWEST_REPEATS
    days = np.zeros(items)
    low, high = (start + (repeats - 1) // 2)[enough], (start + repeats // 2)[enough]
    days[enough] = (gap[low] + gap[high]) / 2
    return days


def due(ranked: Ranked, row: Whole, item: Whole, days_since: Real, replenishment: Real) -> Ranked:
    """The lists without what should still last: bought fewer days ago than its replenishment time.

    One entry of `row` (number of the list), `item` and `days_since` for whatever a customer has bought.
    """
    lasting = days_since < replenishment[item]
    return without(ranked, row[lasting], item[lasting])


def diverse(ranked: Ranked, neighbours: Neighbours, n: int, relevance: float = RELEVANCE) -> Ranked:
    """The n of each list with the best maximal marginal relevance, in its order, with their own scores.

    relevance x score - (1 - relevance) x likeness to the likest item already taken (Carbonell & Goldstein
    1998); scores are scaled to 0-1 within each list, likeness is the cosine of the two items' customers.
    """
    alike = neighbours.matrix()
    alike = csr_array(alike.maximum(alike.T))
    there = ranked.item >= 0
    worth = relevance * _scaled(ranked.score, there)
    left, likest = there.copy(), np.zeros(ranked.score.shape)
    rows, taken = np.arange(len(ranked.item)), []
    for _ in range(min(n, ranked.item.shape[1])):
        marginal = np.where(left, worth - (1 - relevance) * likest, -np.inf)
        best = marginal.argmax(axis=1)
        taken.append(np.where(left[rows, best], best, -1))
        left[rows, best] = False
        likest = np.maximum(likest, _likeness(alike, ranked.item[rows, best], ranked.item))
    places = np.stack(taken, axis=1) if taken else np.zeros((len(rows), 0), np.int64)
    found = places >= 0
    item = np.where(found, np.take_along_axis(ranked.item, places, 1), -1)
    return Ranked(item, np.where(found, np.take_along_axis(ranked.score, places, 1), 0.0))


def _scaled(score: Real, there: NDArray[np.bool_]) -> Real:
    """0 for the lowest of a list, 1 for the highest; 1 for all where they are equal."""
    low = np.where(there, score, np.inf).min(axis=1, initial=np.inf, keepdims=True)
    high = np.where(there, score, -np.inf).max(axis=1, initial=-np.inf, keepdims=True)
    spread = np.where(high > low, high - low, 1.0)
    return np.where(there & (high > low), (score - np.where(there, low, 0)) / spread, 1.0)


def _likeness(alike: csr_array, chosen: Whole, items: Whole) -> Real:
    """Of each row's chosen item to all of the row; anything where an item is -1."""
    if not alike.shape[0]:
        return np.zeros(items.shape)
    of_row = np.repeat(np.maximum(chosen, 0), items.shape[1])
    return np.asarray(alike[of_row, np.maximum(items, 0).ravel()], np.float64).reshape(items.shape)


def _kept(ranked: Ranked, keep: NDArray[np.bool_]) -> Ranked:
    """The entries to keep, moved up."""
    order = np.argsort(~keep, axis=1, kind="stable")
    kept = np.take_along_axis(keep, order, 1)
    item, score = (np.take_along_axis(values, order, 1) for values in ranked)
    return Ranked(np.where(kept, item, -1), np.where(kept, score, 0.0))
