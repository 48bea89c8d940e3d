"""Value: the money a customer will bring within the horizon, and who will bring much more than so far.

Expected orders of Pareto/NBD or MBG/NBD times Gamma-Gamma's expected money per order, times the factor by
which the same product missed the shop's total on the last snapshot (Fader, Hardie & Lee 2005, RFM and CLV).
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tuanke.insights.clv import fit_spend
from tuanke.insights.clv.observations import DAYS_PER_WEEK, Floats, Integers
from tuanke.insights.numbers import date_of, number_of
from tuanke.insights.predictions import evidence, occasions
from tuanke.insights.predictions.evidence import NO_MONEY, TOO_SHORT_HISTORY, Abstention, Backtest
from tuanke.insights.predictions.history import History
from tuanke.insights.predictions.residuals import Residuals
from tuanke.insights.predictions.snapshot import Snapshot

YEAR_DAYS = 365
CANDIDATES = ("paretonbd", "mbgnbd")
SHORTEST_HISTORY_DAYS = 56
# potential: predicted to bring at least this many times what the last horizon brought, and in the best fifth
MUCH_MORE, BEST = 1.5, 0.2


@dataclass(frozen=True, kw_only=True)
class Value:
    """Fen in (as_of, as_of + horizon_days], revenue or margin as the history's money is; by `customer`.

    `low_fen` and `high_fen` held 80 % of customers with like predictions in the backtest, stretched from its
    horizon to this one; `past_fen` is what as many days up to `as_of` brought; `potential` marks who is
    expected to bring much more than that. `factor` is what the models' own numbers were multiplied by.
    """

    as_of: date
    horizon_days: int
    customer: Integers
    expected_fen: Integers
    low_fen: Integers
    high_fen: Integers
    past_fen: Integers
    potential: NDArray[np.bool_]
    factor: float
    backtest: Backtest


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """Which model suits the shop, by what factor it missed the total, and how outcomes scattered about it."""

    horizon_days: int
    factor: float
    residuals: Residuals
    backtest: Backtest

    def predict(self, snapshot: Snapshot, past: Floats) -> Value:
        """For every buyer of the snapshot, the parameters are theirs; `past` is each one's last horizon in fen."""
        expected = self.factor * money(snapshot, self.backtest.model, self.horizon_days)
        low, high = self.residuals.interval(expected)
        best = expected >= np.quantile(expected, 1 - BEST)
        return Value(
            as_of=date_of(snapshot.day),
            horizon_days=self.horizon_days,
            customer=snapshot.customer,
            expected_fen=_fen(expected),
            low_fen=_fen(low),
            high_fen=_fen(high),
            past_fen=_fen(past),
            potential=best & (expected > 0) & (expected >= MUCH_MORE * past),
            factor=self.factor,
            backtest=self.backtest,
        )


def predict(history: History, as_of: date, horizon_days: int = YEAR_DAYS) -> Value | Abstention:
    """For every buyer, or why not: what `learn` finds, applied to everybody known on `as_of`."""
    learnt = learn(history, as_of, horizon_days)
    if isinstance(learnt, Abstention):
        return learnt
    snapshot = history.snapshot(number_of(as_of))
    return learnt.predict(snapshot, history.past_money(snapshot, horizon_days))


def learn(history: History, as_of: date, horizon_days: int = YEAR_DAYS) -> Learnt | Abstention:
    """The better model, or why none: too short a history, too few who order, no money, no better than before.

    The backtest asks on the day half the history ago, or one horizon ago when more is known. Its metric is
    the share of the money that the predicted best fifth brought; the naive rule ranks by the money so far.
    """
    if (known := history.known_days(number_of(as_of))) < SHORTEST_HISTORY_DAYS:
        return Abstention(TOO_SHORT_HISTORY, {"found": known, "needed": SHORTEST_HISTORY_DAYS})
    back = min(horizon_days, known // 2)
    tested = _backtested(history, as_of - timedelta(days=back), back)
    if isinstance(tested, Abstention):
        return tested
    backtest, factor, residuals = tested
    return Learnt(horizon_days=horizon_days, factor=factor, residuals=residuals, backtest=backtest)


def money(snapshot: Snapshot, model: str, horizon_days: int) -> Floats:
    """The models' own expectation in fen, uncalibrated; 0 for everybody when nobody has brought money."""
    x, mean = snapshot.times.frequency, snapshot.mean_money
    paid = mean > 0
    if not np.any(paid):
        return np.zeros(x.size)
    spend = fit_spend(x[paid] + 1, mean[paid])
    orders = occasions.fitted(snapshot, model).expected_orders(horizon_days / DAYS_PER_WEEK, *snapshot.times)
    return orders * spend.expected_spend(x + 1, mean)


def _backtested(
    history: History, origin: date, horizon_days: int
) -> tuple[Backtest, float, Residuals] | Abstention:
    """The better candidate's, with its factor and how outcomes scattered about its predictions."""
    then = history.snapshot(number_of(origin))
    outcome = history.outcome(then, horizon_days)
    predicted = {name: money(then, name, horizon_days) for name in CANDIDATES if then.customer.size}
    found = {name: evidence.top_share(of, outcome.money) for name, of in predicted.items()}
    best = max(found, key=lambda name: found[name], default=CANDIDATES[0])
    backtest = Backtest(
        origin=origin,
        horizon_days=horizon_days,
        customers=then.customer.size,
        events=int((outcome.orders > 0).sum()),
        model=best,
        metric="top_fifth_share",
        value=found.get(best, 0.0),
        naive=evidence.top_share(then.money, outcome.money),
    )
    if backtest.abstention:
        return backtest.abstention
    own, came = float(predicted[best].sum()), float(outcome.money.sum())
    if not (own > 0 and came > 0):
        return Abstention(NO_MONEY, {"predicted": own, "found": came})
    residuals = Residuals.of(predicted[best] * came / own, outcome.money)
    low, high = residuals.interval(predicted[best] * came / own)
    held = float(((low <= outcome.money) & (outcome.money <= high)).mean())
    return replace(backtest, coverage=held), came / own, residuals


def _fen(amount: Floats) -> Integers:
    return np.rint(amount).astype(np.int64)
