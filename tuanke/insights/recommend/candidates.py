"""Which items a customer might buy next, and the features of each such pair."""

from typing import NamedTuple

import numpy as np

from tuanke.insights.recommend.baskets import Whole
from tuanke.insights.recommend.knowledge import Knowledge
from tuanke.insights.recommend.sparse import Dense, at_least_nth, best, product

# Candidates of each kind besides the own history (analytics §2.3).
POPULAR, TOGETHER, ALIKE = 100, 60, 60
NAMES = (
    "has", "count", "share", "since", "decayed", "decayed_root", "alike_root", "alike_log", "lately",
    "lately_log", "together", "together_mean", "repeated", "popularity", "latest", "trend", "baskets",
    "basket_size", "variety", "has_repeated", "has_popularity", "has_latest", "has_baskets",
    "has_basket_size", "has_variety", "has_alike", "share_baskets", "share_since", "alike_baskets",
)  # fmt: skip
FAINT_ALIKE, FAINT_LATELY = 1e-6, 1e-3  # stand for "not at all" in a logarithm


class Candidates(NamedTuple):
    """Rows ordered by customer: positions, and a row of features each, in the order of NAMES."""

    customer: Whole
    item: Whole
    features: Dense


class _Block(NamedTuple):
    """Some customers x all items, dense."""

    times: Dense
    decayed: Dense
    since: Dense
    alike: Dense
    together: Dense
    lately: Dense


def candidates(known: Knowledge, customers: Whole) -> Candidates:
    """The candidates of some customers, given by position; dense within, so ask for a few at a time."""
    count, decayed = known.count[customers], known.decayed[customers]
    block = _Block(
        times=count.toarray(),
        decayed=decayed.toarray(),
        since=known.since[customers].toarray(),
        alike=known.tastes.scores(customers),
        together=product(count.sign(), known.similar),
        lately=product(decayed, known.similar),
    )
    chosen = block.times > 0
    chosen.ravel()[at_least_nth(block.alike, ALIKE)] = True
    chosen.ravel()[at_least_nth(block.lately, TOGETHER)] = True
    chosen[:, best(known.items.popularity, POPULAR)] = True
    row, item = np.divmod(np.flatnonzero(chosen), max(chosen.shape[1], 1))
    return Candidates(customers[row], item, _features(known, block, customers, row, item))


def _features(known: Knowledge, block: _Block, customers: Whole, row: Whole, item: Whole) -> Dense:
    """Logarithms where a number spans decades; what only matters for items bought before times `has`."""
    count, decayed, since, alike, together, lately = (part[row, item] for part in block)
    baskets, basket_size, distinct, variety = (
        values[customers][row]
        for values in (
            np.log(known.habits.baskets),
            np.log(known.habits.basket_size),
            known.habits.distinct,
            known.habits.variety,
        )
    )
    popularity, latest = np.log1p(known.items.popularity)[item], np.log1p(known.items.latest)[item]
    repeated = known.items.repeated[item]
    has = count > 0
    share = count / known.habits.baskets[customers][row]
    alike_log = np.log(alike + FAINT_ALIKE)
    columns = (
        *(has, np.log1p(count), share, np.log(np.maximum(since, 1)), decayed, np.sqrt(decayed)),
        *(np.sqrt(alike), alike_log, np.log1p(lately), np.log(lately + FAINT_LATELY)),
        *(np.log1p(together), together / distinct),
        *(repeated, popularity, latest, latest - popularity, baskets, basket_size, variety),
        *(has * part for part in (repeated, popularity, latest, baskets, basket_size, variety, alike_log)),
        *(share * baskets, share * (since - has), alike_log * baskets),
    )
    return np.column_stack(columns).astype(np.float32)
