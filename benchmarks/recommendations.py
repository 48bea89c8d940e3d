"""Claims: recommendations, price sensitivity and interest reach what is published for the public data sets

(analytics §2), by the same splits; against: the best plain list or constant on the same rows. The data sets
lie where SHARED_DATA names them; without them there is nothing to measure and the benchmark says so.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import ibis
import numpy as np

from benchmarks.measure import PUBLIC_DATA, Measure, seconds
from tuanke.insights.recommend import group_success, never_bought, repeat
from tuanke.insights.recommend.backtest import Backtest, backtest
from tuanke.insights.recommend.baskets import Baskets
from tuanke.insights.recommend.deals import Deals
from tuanke.insights.recommend.knowledge import Knowledge
from tuanke.insights.tests import baskets as public
from tuanke.insights.tests import groceries, group_deals, published

CUSTOMERS = 20_000
POPULAR = "the most popular items for everybody"


def run(size: str) -> Iterator[Measure]:
    if not PUBLIC_DATA.is_dir():
        print(f"recommendations: no public data sets at {PUBLIC_DATA}", file=sys.stderr)
        return
    yield from _next_baskets(PUBLIC_DATA, size)
    yield from _deals(PUBLIC_DATA, size)
    yield from _customers(PUBLIC_DATA, size)


def _next_baskets(folder: Path, size: str) -> Iterator[Measure]:
    grocer, wholesaler = public.ta_feng(folder), public.online_retail(folder)
    yield _recall("next_basket_ta_feng", repeat.backtest(grocer), 0.162, size)
    yield _recall("next_basket_online_retail", repeat.backtest(wholesaler), 0.218, size)
    yield _recall("never_bought_online_retail", never_bought.backtest(wholesaler), 0.065, size)
    before, _ = grocer.split_last()
    taken = seconds(lambda: _fit_and_list(before), times=1)
    counted = seconds(lambda: Knowledge.of(before), times=1)
    against = "counting what the reranker knows"
    yield Measure("next_basket_fit_and_list", taken, "s", "<=", 15, against, taken / counted, size)


def _fit_and_list(before: Baskets) -> None:
    repeat.fit(before).recommend(before.customer_ids, 20)


def _deals(folder: Path, size: str) -> Iterator[Measure]:
    groups, after = group_deals.before_the_test(folder), group_deals.tested(folder, CUSTOMERS)
    deals = Deals.fit(groups, group_deals.CUSTOMERS, group_deals.ITEMS)
    yield _recall("group_deals", backtest(after, deals.rank, deals.popular), 0.0303, size)
    item, initiator, succeeded = group_deals.finished(folder)
    shape = group_deals.ITEMS, group_deals.CUSTOMERS
    found = group_success.fit(item, initiator, succeeded, *shape)
    assert found.auc is not None
    yield Measure("group_success_auc", found.auc, "", ">=", 0.845, "a constant", found.auc / 0.5, size)
    taken = seconds(lambda: group_success.fit(item, initiator, succeeded, *shape), times=1)
    sort = seconds(lambda: np.sort(initiator * group_deals.ITEMS + item), times=1)
    yield Measure(
        "group_success_fit", taken, "s", "<=", 2, "sorting the same groups once", taken / sort, size
    )


def _customers(folder: Path, size: str) -> Iterator[Measure]:
    engine, lines = ibis.duckdb.connect(), groceries.journey(folder)
    price = published.discounts(engine, *published.last_quarter(lines), by_product=False)
    against = price.base_log_loss
    yield Measure(
        "price_auc", price.auc, "", ">=", 0.7247, "the category alone", price.auc / price.base_auc, size
    )
    yield Measure(
        "price_log_loss",
        price.log_loss,
        "",
        "<=",
        0.6074,
        "the category alone",
        price.log_loss / against,
        size,
    )
    recalls = published.interest_recalls(engine, lines)
    ratio = recalls["own"] / recalls["popular"]
    yield Measure(
        "interest_recall_5", recalls["own"], "", ">=", 0.2707, "the most popular categories", ratio, size
    )


def _recall(name: str, found: Backtest, limit: float, size: str) -> Measure:
    assert found.recall is not None
    assert found.popularity is not None
    return Measure(name, found.recall, "", ">=", limit, POPULAR, found.recall / found.popularity, size)
