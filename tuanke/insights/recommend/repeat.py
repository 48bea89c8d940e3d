"""What a customer will put into the next basket, mostly what they bought before.

Candidates of four kinds, reranked by a logistic regression that learned from everybody's last basket
(analytics §2.3; the baselines are those of Li et al. 2023).
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa

from tuanke.insights.recommend import logistic, reasons
from tuanke.insights.recommend.backtest import Backtest
from tuanke.insights.recommend.backtest import backtest as held_to
from tuanke.insights.recommend.baskets import Baskets, Whole
from tuanke.insights.recommend.candidates import NAMES, candidates
from tuanke.insights.recommend.knowledge import Knowledge
from tuanke.insights.recommend.ranked import Ranked, first_of_each, in_blocks, joined, same_for_all

# Customers learned from, evenly spread: 27 weights need no more.
LEARNERS = 7_000
# Until somebody has come twice: the own frequency, ties by popularity (GP-TopFreq).
FREQUENCY_FIRST = {"count": 100.0, "popularity": 1.0}


@dataclass(frozen=True)
class Repeat:
    """`learners` customers taught the reranker; with none it is the plain own frequency."""

    known: Knowledge
    reranker: logistic.Logistic
    learners: int

    def rank(self, customers: Whole, n: int = 20) -> Ranked:
        """The n items for each customer, by position; scores are log-odds."""

        def work(some: Whole) -> Ranked:
            found = candidates(self.known, some)
            row = np.repeat(np.arange(len(some)), np.unique(found.customer, return_counts=True)[1])
            return first_of_each(row, found.item, self.reranker.log_odds(found.features), len(some), n)

        return joined(in_blocks(work, customers, self.known.baskets.shape[1]), n)

    def recommend(self, customer_ids: Whole, n: int = 20) -> pa.Table:
        """The lists of these customers in the shape `reasons.SCHEMA`; the popular items for unknown ones."""
        return reasons.lists(self.known.baskets, self.known.neighbours, customer_ids, self.rank, n)


def fit(baskets: Baskets) -> Repeat:
    """Learns from the last basket of customers with two or more, by what was known before it."""
    before, last = baskets.split_last()
    taught = np.unique(last.customer)
    taught = taught[np.linspace(0, max(len(taught) - 1, 0), min(len(taught), LEARNERS)).astype(int)]
    return Repeat(Knowledge.of(baskets), _learn(before, last, taught), len(taught))


def _learn(before: Baskets, last: Baskets, taught: Whole) -> logistic.Logistic:
    """Every customer weighs the same, however large their last basket: so does recall."""
    known = Knowledge.of(before)
    parts = in_blocks(partial(candidates, known), taught, before.shape[1])
    if not parts:
        return logistic.Logistic(np.array([*(FREQUENCY_FIRST.get(name, 0.0) for name in NAMES), 0.0]))
    customer, item, features = (np.concatenate(part) for part in zip(*parts, strict=True))
    labels = np.isin(customer * before.shape[1] + item, last.customer * before.shape[1] + last.item)
    weights = 1 / np.bincount(last.customer, minlength=before.shape[0])[customer]
    return logistic.fit(features, labels, weights / weights.mean())


def backtest(baskets: Baskets, n: int = 10) -> Backtest:
    """The lists one basket ago, held to the last baskets."""
    before, last = baskets.split_last()
    model = fit(before)
    popularity = model.known.items.popularity
    return held_to(last, model.rank, lambda some, n: same_for_all(popularity, len(some), n), n)
