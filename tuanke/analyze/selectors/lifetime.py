"""The model of order days that foretold this shop's last quarter best."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from tuanke.analyze.selectors.order_days import Floats, Known, known_on
from tuanke.analyze.selectors.shop import Shop
from tuanke.insights import clv

WEEKS = 13
DAYS = 7
MODELS = ("mbgnbd", "bgnbd", "paretonbd")
FEWEST_EVENTS = 200  # customers who ordered in the quarter that is held out (domain J6)
_SURE = 1e-9


@dataclass(frozen=True)
class Backtest:
    """The last 13 weeks, foretold from what was known before them. `naive_mae`: at the pace so far, x / T."""

    cut: date
    customers: int
    ordered: int
    expected_to_order: float
    orders: int
    expected_orders: float
    mae: float
    naive_mae: float
    log_loss: float

    @property
    def gain(self) -> float:
        """By how much the error is smaller than that of the naive rule; below zero: larger."""
        return 1 - self.mae / self.naive_mae if self.naive_mae else 0.0


@dataclass(frozen=True)
class Lifetime:
    """`why` is set where there is no model, `no_backtest` where it could not be tried: codes."""

    model: str | None = None
    params: Mapping[str, float] | None = None
    log_likelihood: float | None = None
    boundary: str | None = None
    backtest: Backtest | None = None
    why: str | None = None
    no_backtest: str | None = None
    events: int = 0


def fit_lifetime(shop: Shop) -> Lifetime:
    known = known_on(shop, shop.as_of)
    if not known.frequency.any():
        return Lifetime(why="no_repeat")
    trials, events = _trials(shop, known)
    name = min(trials, key=lambda model: trials[model].log_loss, default=MODELS[0])
    model = clv.fit(*known.triple, model=name)
    return Lifetime(
        model=name,
        params=dict(model.params),
        log_likelihood=model.log_likelihood,
        boundary=model.boundary,
        backtest=trials.get(name),
        no_backtest=None if trials else "few_events",
        events=events,
    )


def _trials(shop: Shop, now: Known) -> tuple[dict[str, Backtest], int]:
    """By model; none where too few customers ordered in the quarter or nobody had come again before it."""
    cut = shop.as_of - timedelta(days=WEEKS * DAYS)
    past = known_on(shop, cut)
    place = np.searchsorted(now.customers, past.customers)
    came = now.frequency[place] - past.frequency
    events = int(np.count_nonzero(came))
    if events < FEWEST_EVENTS or not past.frequency.any():
        return {}, events
    return {name: _trial(name, cut, past, came) for name in MODELS}, events


def _trial(name: str, cut: date, past: Known, came: Floats) -> Backtest:
    model = clv.fit(*past.triple, model=name)
    chance = np.clip(model.p_order(WEEKS, *past.triple), _SURE, 1 - _SURE)
    expected = model.expected_orders(WEEKS, *past.triple)
    pace = WEEKS * past.frequency / np.maximum(past.age, 1 / DAYS)
    ordered = came > 0
    return Backtest(
        cut=cut,
        customers=came.size,
        ordered=int(ordered.sum()),
        expected_to_order=float(chance.sum()),
        orders=int(came.sum()),
        expected_orders=float(expected.sum()),
        mae=float(np.abs(expected - came).mean()),
        naive_mae=float(np.abs(pace - came).mean()),
        log_loss=float(-np.log(np.where(ordered, chance, 1 - chance)).mean()),
    )
