import dataclasses
import json
import math
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from ibis.backends import BaseBackend

from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.tests.histories import (
    Rows,
    as_of_days,
    customers_table,
    day,
    histories,
    lines_table,
    orders,
    rows_of,
)


def fitted_row(duck: BaseBackend, rows: Rows, as_of: date, **options: Any) -> dict[str, Any]:
    (row,) = rows_of(duck, fit(lines_table(rows), customers_table(), as_of, **options))
    return row


def test_a_small_shop(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 20, 40), *orders(2, 0, 30), *orders(3, 10, revenue_fen=9000), *orders(4, 12)]
    parameters = Parameters.from_row(fitted_row(duck, rows, day(60)))
    assert (parameters.as_of, parameters.window_days) == (day(60), 365)
    assert (parameters.customers, parameters.buyers) == (7, 4)
    assert (parameters.shop_gap_days, parameters.shop_gap_customers) == (25.0, 2)
    assert (parameters.frequency_mid, parameters.frequency_high) == (2, 3)
    assert (parameters.amount_mid_fen, parameters.amount_high_fen) == (3000, 9000)
    assert parameters.aov_high_fen == 9000
    assert parameters.moved == ()
    assert parameters.recency_cuts == (48, 30, 20, None)


def test_an_empty_shop_has_parameters_too(duck: BaseBackend) -> None:
    parameters = Parameters.from_row(fitted_row(duck, [], day(0)))
    assert (parameters.buyers, parameters.shop_gap_customers, parameters.shop_gap_days) == (0, 0, 90.0)
    assert parameters.frequency_cuts == (None, None, None, None)
    assert parameters.frequency_high is None


@settings(max_examples=15, deadline=None)
@given(rows=histories(), as_of=as_of_days)
def test_parameters_survive_json(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    parameters = Parameters.from_row(fitted_row(duck, rows, as_of))
    assert Parameters.from_dict(json.loads(json.dumps(parameters.to_dict()))) == parameters


def test_a_row_from_a_data_frame_is_read_alike(duck: BaseBackend) -> None:
    row = fitted_row(duck, orders(1, 0, 9), day(20))
    framed = {
        name: math.nan if value is None else float(value) if type(value) is int else value
        for name, value in row.items()
    } | {"as_of": datetime(2023, 1, 21)}  # noqa: DTZ001 - as data frames have it
    assert Parameters.from_row(framed) == Parameters.from_row(row)


def test_what_is_missing_or_unknown_is_named(duck: BaseBackend) -> None:
    row = fitted_row(duck, orders(1, 0), day(9))
    parameters = Parameters.from_row(row)
    with pytest.raises(ValueError, match="'monetary_3' is missing"):
        Parameters.from_row({name: value for name, value in row.items() if name != "monetary_3"})
    values = parameters.to_dict()
    values["buyer_count"] = values.pop("buyers")
    with pytest.raises(ValueError, match="buyer_count, buyers"):
        Parameters.from_dict(values)


def test_a_window_below_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="window_days is 29"):
        fit(lines_table([]), customers_table(), day(0), window_days=29)


def test_parameters_are_frozen(duck: BaseBackend) -> None:
    parameters = Parameters.from_row(fitted_row(duck, [], day(0)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        parameters.buyers = 3
