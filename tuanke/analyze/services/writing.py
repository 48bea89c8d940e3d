"""The files that machines read: the summary and the table of customers."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa

from tuanke.analyze.selectors.findings import Findings
from tuanke.analyze.selectors.lifetime import Lifetime
from tuanke.analyze.selectors.report.classes import counts
from tuanke.analyze.selectors.shop import Shop

CUSTOMERS = """
COPY (
    SELECT key AS customer_id, name, needing.* EXCLUDE (key, name, customer_id), p_order_13w, expected_orders_13w
    FROM needing LEFT JOIN predictions USING (customer_id) ORDER BY key
) TO '{path}' (FORMAT parquet, COMPRESSION zstd)
"""
PREDICTIONS = pa.schema(
    [("customer_id", pa.int64()), ("p_order_13w", pa.float64()), ("expected_orders_13w", pa.float64())]
)


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
        "models": {"clv": _clv(found.lifetime)},
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


def write_customers(path: Path, shop: Shop, fitted: Lifetime) -> None:
    """One row per customer with an order, by customer_id; needs the table `needing`."""
    predictions = PREDICTIONS.empty_table() if fitted.predictions is None else fitted.predictions
    shop.engine.con.register("predictions", predictions)
    shop.engine.con.execute(CUSTOMERS.format(path=path))
