"""Claim: churn, next order and value reach the accuracy of the reference out of time, and score a million in 1 s.

Everything is predicted with what was known on the day and held against what came. The ratio is to the naive
rule on the same customers: days since the last order, last order plus mean gap, money so far; for the time to
the model's closed form P(order) alone. Without the public data (SHARED_DATA) this says so and measures the
time only.
"""

import sys
from collections.abc import Iterator
from datetime import date

import numpy as np

from benchmarks.clv import shop
from benchmarks.measure import FULL, PUBLIC_DATA, Measure, seconds
from tuanke.insights.accuracy import auc
from tuanke.insights.clv.observations import DAYS_PER_WEEK, Customers
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import History, churn, evidence, lifetime_value, next_order
from tuanke.insights.predictions.churn_features import NAMES
from tuanke.insights.predictions.churn_model import train
from tuanke.insights.predictions.snapshot import Snapshot
from tuanke.insights.tests import public

EPOCH = date(1970, 1, 1).toordinal()
CUSTOMERS = {FULL: 1_000_000}
QUARTER = 91
CHURN = (("cdnow", date(1997, 9, 30), 0.7758, 0.02), ("cdnow", date(1998, 3, 31), 0.841, 0.02))
CHURN_RETAIL = ("retail", date(2011, 8, 31), 0.745, 0.05)
NEXT_ORDER = (("cdnow", date(1997, 9, 30), 273, 50.9), ("retail", date(2011, 8, 31), 100, 18.5))
VALUE_ON, VALUE_DAYS = date(1997, 9, 30), 273


def run(size: str) -> Iterator[Measure]:
    yield from _speed(size)
    if not PUBLIC_DATA.is_dir():
        print(f"predictions: no public data at {PUBLIC_DATA} (SHARED_DATA)", file=sys.stderr)
        return
    shops = {
        "cdnow": _history(public.cdnow(PUBLIC_DATA)),
        "retail": _history(public.online_retail(PUBLIC_DATA)),
    }
    for name, as_of, ranking, error in (*CHURN, CHURN_RETAIL):
        yield from _churn(shops[name], f"{name}_{as_of}", as_of, (ranking, error), size)
    for name, as_of, days, limit in NEXT_ORDER:
        yield from _next_order(shops[name], name, as_of, (days, limit), size)
    yield from _value(shops["cdnow"], size)


def _history(days: public.PurchaseDays) -> History:
    return History(days.customer, days.day - EPOCH, np.ones(days.day.size), np.rint(days.money * 100))


def _speed(size: str) -> Iterator[Measure]:
    """Train once on a simulated past, then score everybody with reasons, date and interval."""
    n = CUSTOMERS.get(size, 100_000)
    x, recency, age = shop(n)
    draw = np.random.default_rng(1)
    pairs = np.unique(
        np.repeat(np.arange(20_000), x[:20_000] + 1) * 731 + draw.integers(0, 731, sum(x[:20_000] + 1))
    )
    past = History(pairs // 731, pairs % 731, np.ones(pairs.size), np.full(pairs.size, 5000))
    (model,) = train(past, past.snapshot(730), QUARTER, NAMES)
    money = draw.gamma(2.0, 3000.0, n)
    recent = (np.minimum(x, 1.0), np.minimum(x, 2.0))
    everybody = Snapshot(730, np.arange(n), Customers(x + 0.0, recency, age), x * 0.0, money, recent)
    ours = seconds(lambda: model.score(everybody))
    weeks = QUARTER / DAYS_PER_WEEK
    plain = seconds(lambda: model.order_days.p_order(weeks, *everybody.times))
    yield Measure("churn_score", ours, "s", "<=", n / 1e6, "P(order) alone", ours / plain, size)
    dates = seconds(lambda: next_order.waits(model.order_days, everybody, QUARTER))
    yield Measure("next_order_score", dates, "s", "<=", n / 1e6, "P(order) alone", dates / plain, size)


def _churn(
    history: History, name: str, as_of: date, limits: tuple[float, float], size: str
) -> Iterator[Measure]:
    answer = churn.predict(history, as_of)
    if not isinstance(answer, churn.Churn):
        raise TypeError(f"abstained: {answer}")
    then = history.snapshot(number_of(as_of))
    left = history.outcome(then, QUARTER).orders == 0
    ranked = auc(answer.probability, left)
    naive = auc(then.times.age - then.times.recency, left)
    error = evidence.calibration_error(evidence.reliability(answer.probability, left))
    yield Measure(f"churn_auc_{name}", ranked, "AUC", ">=", limits[0], "recency", ranked / naive, size)
    yield Measure(f"churn_ece_{name}", error, "ECE", "<=", limits[1], "perfect", error, size)


def _next_order(
    history: History, name: str, as_of: date, limits: tuple[int, float], size: str
) -> Iterator[Measure]:
    days, limit = limits
    answer = next_order.predict(history, as_of, days)
    if not isinstance(answer, next_order.NextOrder):
        raise TypeError(f"abstained: {answer}")
    then = history.snapshot(number_of(as_of))
    outcome = history.outcome(then, days)
    who = (then.times.frequency >= 2) & (outcome.orders > 0)
    came = outcome.wait_days[who]
    error = float(np.abs(answer.median_days[who] - came).mean())
    naive = float(np.abs(next_order.last_plus_mean_gap(then, days)[who] - came).mean())
    held = float(np.mean((answer.low_days[who] <= came) & (came <= answer.high_days[who])))
    against = f"last + mean gap, {came.size} customers"
    yield Measure(f"next_order_mae_{name}", error, "days", "<=", limit, against, error / naive, size)
    off = abs(held - 0.8)
    yield Measure(f"next_order_coverage_off_{name}", off, "share", "<=", 0.02, "80 %", held / 0.8, size)


def _value(history: History, size: str) -> Iterator[Measure]:
    answer = lifetime_value.predict(history, VALUE_ON, VALUE_DAYS)
    if not isinstance(answer, lifetime_value.Value):
        raise TypeError(f"abstained: {answer}")
    then = history.snapshot(number_of(VALUE_ON))
    came = history.outcome(then, VALUE_DAYS).money
    caught = evidence.top_share(answer.expected_fen.astype(float), came)
    naive = evidence.top_share(then.money, came)
    off = abs(float(answer.expected_fen.sum() / came.sum()) - 1)
    raw = abs(float(answer.expected_fen.sum() / answer.factor / came.sum()) - 1)
    yield Measure("value_top_fifth", caught, "share", ">=", 0.684, "money so far", caught / naive, size)
    yield Measure("value_total_off", off, "share", "<=", 0.05, "without the factor", off / raw, size)
