"""Claim: what a household orders again in a category, and when, is foretold better than by its last order.

The Complete Journey sample, a quarter that was not seen: ranking against days since the last order in the
category, dates against last order plus mean gap, the 80 % interval against 75-85 % (A9-03), and the sums of
the probabilities against the households that came. Without the public data (SHARED_DATA) this says so.
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchmarks.measure import PUBLIC_DATA, Measure
from tuanke.insights.accuracy import auc
from tuanke.insights.numbers import number_of
from tuanke.insights.predictions import evidence
from tuanke.insights.predictions.category_days import CategoryDays
from tuanke.insights.predictions.category_orders import HORIZON_DAYS, CategoryOrders, predict
from tuanke.insights.tests.groceries import journey, order_lines


def run(size: str) -> Iterator[Measure]:
    if not PUBLIC_DATA.is_dir():
        print(f"category_orders: no public data at {PUBLIC_DATA} (SHARED_DATA)", file=sys.stderr)
        return
    lines = order_lines(journey(PUBLIC_DATA))
    lines = lines.filter(pc.is_valid(lines["category"]))
    days = lines["ordered_on"].cast(pa.int32()).to_numpy()
    columns = lines["customer_id"].to_numpy(), lines["category"].to_numpy(zero_copy_only=False), days
    as_of = date(1970, 1, 1) + timedelta(int(days.max()) - HORIZON_DAYS)
    answer = predict(*columns, as_of)
    if not isinstance(answer, CategoryOrders):
        raise TypeError(f"abstained: {answer}")
    yield from _held(answer, CategoryDays(*columns), size)


def _held(answer: CategoryOrders, known: CategoryDays, size: str) -> Iterator[Measure]:
    pairs = known.pairs(number_of(answer.as_of))
    outcome = known.outcome(pairs, HORIZON_DAYS)
    came = outcome.came
    ranked, recency = auc(answer.p_order, came), auc(-pairs.silence, came)
    against = f"recency, {came.size} pairs"
    yield Measure("category_order_auc", ranked, "AUC", ">=", recency, against, ranked / recency, size)
    error = evidence.calibration_error(evidence.reliability(answer.p_order, came))
    yield Measure("category_order_ece", error, "ECE", "<=", 0.05, "perfect", error, size)
    total = float(answer.p_order.sum() / came.sum())
    yield Measure("category_demand_off", abs(total - 1), "share", "<=", 0.05, "who came", total, size)
    judged = came & (pairs.gaps >= 2)
    wait = outcome.wait_days[judged]
    off = float(np.abs(answer.median_days[judged] - wait).mean())
    mean_gap = (pairs.last - pairs.first)[judged] / pairs.gaps[judged]
    naive = float(np.abs(np.clip(mean_gap - pairs.silence[judged], 0, HORIZON_DAYS) - wait).mean())
    against = f"last + mean gap, {wait.size} pairs"
    yield Measure("category_date_mae", off, "days", "<=", naive, against, off / naive, size)
    held = float(np.mean((answer.low_days[judged] <= wait) & (wait <= answer.high_days[judged])))
    away = abs(held - 0.8)
    yield Measure("category_date_coverage_off", away, "share", "<=", 0.05, "80 %", held / 0.8, size)
