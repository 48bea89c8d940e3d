"""What every customer will do: order again or not, when, and worth how much; or why that is not said."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from tuanke.analyze.selectors.shop import Shop
from tuanke.insights.numbers import day_number, number_of
from tuanke.insights.predictions import Abstention, History, churn, lifetime_value, next_order
from tuanke.insights.predictions.churn import Churn
from tuanke.insights.predictions.lifetime_value import Value
from tuanke.insights.predictions.next_order import NextOrder
from tuanke.insights.purchases import purchase_days

HORIZON_DAYS = 91
MOST_DAYS = 5 * 365  # older orders say little, and a single wrong date would be centuries to learn from
COLUMNS = pa.schema(
    [
        ("customer_id", pa.int64()),
        ("churn_91d", pa.float64()),
        ("next_order_on", pa.date32()),
        ("next_order_low_on", pa.date32()),
        ("next_order_high_on", pa.date32()),
        ("margin_365d_fen", pa.int64()),
        ("margin_365d_low_fen", pa.int64()),
        ("margin_365d_high_fen", pa.int64()),
        ("potential", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Foresight:
    """`table` in the shape COLUMNS, one row per buyer of the last five years: NULL where nothing is foretold.

    The next order is dated only where the interval says more than the shop's average, and given that it
    comes within 91 days; intervals hold 80 %.
    """

    churn: Churn | Abstention
    next_order: NextOrder | Abstention
    value: Value | Abstention
    table: pa.Table


def foresee(shop: Shop) -> Foresight:
    days = purchase_days(shop.lines, shop.as_of)
    days = days.filter(days.day > shop.as_of - timedelta(days=MOST_DAYS))
    rows = shop.table(days.select("customer_id", "bought", "margin_fen", number=day_number(days.day)))
    ids, bought, money, numbers = (rows[name].to_numpy() for name in rows.column_names)
    history = History(ids, numbers, bought, money)
    leaving = churn.predict(history, shop.as_of, HORIZON_DAYS)
    dated = next_order.predict(history, shop.as_of, HORIZON_DAYS)
    worth = lifetime_value.predict(history, shop.as_of)
    columns: dict[str, pa.Array] = {"customer_id": np.unique(history.customer)}
    if isinstance(leaving, Churn):
        columns["churn_91d"] = leaving.probability
    if isinstance(dated, NextOrder):
        columns |= _dates(dated)
    if isinstance(worth, Value):
        columns |= {
            "margin_365d_fen": worth.expected_fen,
            "margin_365d_low_fen": worth.low_fen,
            "margin_365d_high_fen": worth.high_fen,
            "potential": worth.potential,
        }
    return Foresight(leaving, dated, worth, _table(columns))


def _dates(dated: NextOrder) -> dict[str, pa.Array]:
    ahead = {
        "next_order_on": dated.median_days,
        "next_order_low_on": dated.low_days,
        "next_order_high_on": dated.high_days,
    }
    today = number_of(dated.as_of)
    return {
        name: pa.array((today + np.rint(days)).astype(np.int32), mask=~dated.informative).cast(pa.date32())
        for name, days in ahead.items()
    }


def _table(columns: dict[str, pa.Array | NDArray[np.generic]]) -> pa.Table:
    size = len(columns["customer_id"])
    filled = [
        pa.array(columns[field.name]).cast(field.type)
        if field.name in columns
        else pa.nulls(size, field.type)
        for field in COLUMNS
    ]
    return pa.table(filled, schema=COLUMNS)
