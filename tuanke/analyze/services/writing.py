"""The files that machines read: the summary and the table of customers."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tuanke.analyze.selectors.findings import Findings
from tuanke.analyze.selectors.foresight import Foresight
from tuanke.analyze.selectors.lifetime import Lifetime
from tuanke.analyze.selectors.report.classes import counts
from tuanke.analyze.selectors.shop import Shop
from tuanke.insights.predictions import Abstention
from tuanke.insights.predictions.churn import Churn
from tuanke.insights.predictions.lifetime_value import Value
from tuanke.insights.predictions.next_order import NextOrder

CUSTOMERS = """
COPY (
    SELECT key AS customer_id, name, needing.* EXCLUDE (key, name, customer_id), foreseen.* EXCLUDE (customer_id)
    FROM needing LEFT JOIN foreseen USING (customer_id) ORDER BY key
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""


def write_summary(path: Path, found: Findings) -> None:
    """Keys and rules are those of SEAMS.md; amounts in the main unit, everything unrounded."""
    text = json.dumps(summary(found), ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")


def summary(found: Findings) -> dict[str, Any]:
    account, repurchase = found.account, found.measures.repurchase
    return {
        "customers": repurchase["customers"],
        "orders": found.measures.orders,
        "order_lines": account.counted,
        "revenue": float(account.revenue),
        "refunded_besides": float(account.refunded),
        "as_of": found.as_of.isoformat(),
        "repurchase_rate": repurchase["rate"],
        "repurchase_rate_interval": [repurchase["low"], repurchase["high"]],
        "rejected_rows": account.rejected,
        "excluded_rows": account.excluded,
        "classes": counts(found.measures),
        "models": {
            "clv": _clv(found.lifetime),
            "churn": _tried(found.foresight.churn),
            "next_order": _tried(found.foresight.next_order),
            "value": _tried(found.foresight.value),
        },
    }


def _clv(fitted: Lifetime) -> dict[str, Any]:
    trial = fitted.backtest
    values: dict[str, Any] = {
        "model": fitted.model,
        "params": fitted.params,
        "log_likelihood": fitted.log_likelihood,
        "boundary": fitted.boundary,
        "backtest": trial and {**asdict(trial), "cut": trial.cut.isoformat(), "gain": trial.gain},
    }
    if fitted.why:
        values["why"] = fitted.why
    if fitted.no_backtest:
        values["why_no_backtest"] = fitted.no_backtest
    return values


def _tried(found: Churn | NextOrder | Value | Abstention) -> dict[str, Any]:
    """The model that is used with its backtest, or why none is."""
    if isinstance(found, Abstention):
        return {"model": None, "why": found.code, "numbers": dict(found.numbers)}
    trial = found.backtest
    kept = {
        name: getattr(trial, name)
        for name in ("horizon_days", "customers", "events", "metric", "value", "naive", "gain", "coverage")
    }
    error = trial.calibration_error
    backtest = {"origin": trial.origin.isoformat(), **kept, "calibration_error": error}
    return {"model": trial.model, "backtest": backtest}


def write_customers(path: Path, shop: Shop, foresight: Foresight) -> None:
    """One row per customer with an order, by customer_id; needs the table `needing`."""
    shop.engine.con.register("foreseen", foresight.table)
    shop.engine.con.execute(CUSTOMERS.format(path=path))
