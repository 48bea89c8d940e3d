"""How well the shop's own past could be foretold, and what is expected of the next quarter; or why nothing is."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import ibis.expr.types as ir

from tuanke.facts.models import ScoringRun
from tuanke.facts.services.facts import Facts
from tuanke.facts.services.queries import rows_of
from tuanke.insights.numbers import day_number
from tuanke.insights.predictions import Abstention, Backtest, History, churn, lifetime_value, next_order
from tuanke.insights.predictions.churn import Churn
from tuanke.insights.predictions.lifetime_value import Value
from tuanke.insights.purchases import purchase_days

MOST_DAYS = 5 * 365  # older orders say little, and a single wrong date would be centuries to learn from
HORIZON_DAYS = 91


def foretold(facts: Facts, run: ScoringRun) -> dict[str, Any]:
    """By what is foretold: the abstention, or the backtest and the sums over all customers."""
    history = _history(facts, run.as_of)
    leaving = churn.predict(history, run.as_of, HORIZON_DAYS)
    dated = next_order.predict(history, run.as_of, HORIZON_DAYS)
    worth = lifetime_value.predict(history, run.as_of)
    found: dict[str, Any] = {
        "churn": _plain(leaving),
        "next_order": _plain(dated),
        "value": _plain(worth),
    }
    if isinstance(leaving, Churn):
        chance = 1 - leaving.probability
        found["churn"] |= {"customers_now": int(chance.size), "expected": float(chance.sum())}
    if isinstance(worth, Value):
        found["value"] |= {
            "expected_fen": int(worth.expected_fen.sum()),
            "past_fen": int(worth.past_fen.sum()),
            "promising": int(worth.potential.sum()),
        }
    return found


def _history(facts: Facts, as_of: date) -> History:
    rows = rows_of(facts, _days, as_of)
    ids, bought, money, numbers = (rows[name].to_numpy() for name in rows.column_names)
    return History(ids, numbers, bought, money)


def _days(lines: ir.Table, as_of: date) -> ir.Table:
    days = purchase_days(lines, as_of)
    days = days.filter(days.day > as_of - timedelta(days=MOST_DAYS))
    return days.select("customer_id", "bought", "margin_fen", number=day_number(days.day))


def _plain(prediction: Any) -> dict[str, Any]:
    if isinstance(prediction, Abstention):
        return {"why": prediction.code, "numbers": _numbers(prediction.numbers)}
    trial: Backtest = prediction.backtest
    told = asdict(trial)
    told["bins"] = [
        {
            "customers": one.customers,
            "predicted": one.predicted,
            "observed": one.observed,
            "low": one.interval.low,
            "high": one.interval.high,
        }
        for one in trial.bins
    ]
    return {"why": "", "trial": told}


def _numbers(numbers: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in numbers.items()}
