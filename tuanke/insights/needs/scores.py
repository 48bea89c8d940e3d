"""Price, quality, service: three scores per customer, the need they tell of, and all they rest on."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import ibis
import ibis.expr.types as ir

from tuanke.insights.excess import shrunk
from tuanke.insights.needs.contacts import contacted
from tuanke.insights.needs.deals import discounted, returned
from tuanke.insights.needs.price_tier import price_tier
from tuanke.insights.numbers import int64
from tuanke.insights.purchases import known_lines

FEWEST_LINES = 3  # below, the customer is asked, not classed (domain B1); of every signal as well
STANDS_OUT, APART = 60, 10
BALANCED, UNKNOWN = "balanced", "unknown"
# Weights of domain B1 for the signals that order lines and contacts give; below 0: the less, the more.
WEIGHTS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        "price": {"deal": 0.4, "tier": -0.15},
        "quality": {"spend_tier": 0.3, "return": 0.15},
        "service": {"contact": 0.3},
    }
)
SIGNALS = tuple(signal for weights in WEIGHTS.values() for signal in weights)


def needs(lines: ir.Table, as_of: date, contacts: ir.Table | None = None) -> ir.Table:
    """One row per buyer: customer_id, as_of, lines, the scores, need, second_need and the inputs of each signal.

    `{need}_score` is 0-100: the weighted mean of the percentiles of the signals that are known, NULL without
    one. `need` is the score of STANDS_OUT or more that is APART from the next, else 'balanced'; 'unknown'
    below FEWEST_LINES or without a score. `second_need`: the best other one that stands out, else NULL. Per
    signal `{signal}_n`, `_own`, `_expected`, `_effect`, `_percentile`, NULL where it is not known: lines may
    lack discount_fen (int64: off the list price of the whole line), `contacts` (those until `as_of`) may be
    missing, and what never happens in the shop tells nobody apart. Raises ValueError for another shape than
    ORDER_LINES.
    """
    known = known_lines(lines, as_of)
    sales = known.filter(known.is_sale)
    refunds = known.filter((known.revenue_fen < 0) & known.product_id.notnull())
    signals = {
        "tier": price_tier(sales, by_spend=False),
        "spend_tier": price_tier(sales, by_spend=True),
        "return": returned(sales, refunds),
    }
    if "discount_fen" in lines.columns:
        signals["deal"] = discounted(sales)
    if contacts is not None:
        signals["contact"] = contacted(sales, contacts)
    table = sales.group_by("customer_id").aggregate(lines=sales.count())
    for name in SIGNALS:
        table = _with_signal(table, name, signals.get(name))
    table = table.mutate(
        as_of=ibis.literal(as_of), **{f"{need}_score": _score(table, need) for need in WEIGHTS}
    )
    return _classed(table)


def percentiles(signal: ir.Table) -> ir.Table:
    """The signal with effect (see `shrunk`) and percentile: the share of customers below, ties in the middle.

    Customers below FEWEST_LINES are left out, and all when nothing of the kind ever happened.
    """
    some = signal.filter((signal.n >= FEWEST_LINES) & (signal.own.sum().over(ibis.window()) > 0))
    found = shrunk(some)
    # engines differ in the last bits of a sum; equal customers have equal percentiles
    found = found.mutate(effect=found.effect.round(9))
    order = ibis.window(order_by="effect")
    below = ibis.rank().over(order) / found.count().over(ibis.window())
    up_to = ibis.cume_dist().over(order)
    return found.mutate(percentile=50 * (below + up_to))


def _with_signal(table: ir.Table, name: str, signal: ir.Table | None) -> ir.Table:
    """The evidence of one signal beside the customers; NULL where it is not known."""
    if signal is None:
        missing = {f"{name}_{part}": ibis.null("float64") for part in _PARTS if part != "n"}
        return table.mutate({f"{name}_n": ibis.null("int64"), **missing})
    found = percentiles(signal)
    found = found.select("customer_id", **{f"{name}_{part}": found[part] for part in _PARTS})
    return table.left_join(found, "customer_id").drop("customer_id_right")


_PARTS = ("n", "own", "expected", "effect", "percentile")


def _score(table: ir.Table, need: str) -> ir.FloatingColumn:
    total, weights = ibis.literal(0.0), ibis.literal(0.0)
    for name, weight in WEIGHTS[need].items():
        percentile = table[f"{name}_percentile"]
        there = percentile.notnull()
        value = percentile if weight > 0 else 100 - percentile
        total = total + ibis.ifelse(there, abs(weight) * value, 0.0)
        weights = weights + ibis.ifelse(there, abs(weight), 0.0)
    # a class must not change on the last bits in which engines differ
    return ibis.ifelse(table.lines >= FEWEST_LINES, (total / weights.nullif(0)).round(6), None)


def _classed(table: ir.Table) -> ir.Table:
    scores = {need: ibis.coalesce(table[f"{need}_score"], -1.0) for need in WEIGHTS}
    first = {
        need: (score >= STANDS_OUT)
        & (score >= APART + ibis.greatest(*(other for name, other in scores.items() if name != need)))
        for need, score in scores.items()
    }
    is_known = ibis.greatest(*scores.values()) >= 0
    need = ibis.cases((~is_known, UNKNOWN), *((clear, name) for name, clear in first.items()), else_=BALANCED)
    left = {name: ibis.ifelse(clear, -1.0, scores[name]) for name, clear in first.items()}
    best = ibis.greatest(*left.values())
    second = ibis.cases(
        (best < STANDS_OUT, None), *((value == best, name) for name, value in left.items()), else_=None
    )
    classed = table.mutate(need=need, second_need=second, lines=int64(table.lines))
    evidence = [f"{name}_{part}" for name in SIGNALS for part in _PARTS]
    scored = [f"{name}_score" for name in WEIGHTS]
    return classed.select("customer_id", "as_of", "lines", "need", "second_need", *scored, *evidence)
