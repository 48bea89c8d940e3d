import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import ibis
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.parameters import Parameters, fit
from tuanke.insights.scores import customer_scores
from tuanke.insights.tables import CUSTOMER_SCORES, CUSTOMERS, ORDER_LINES
from tuanke.insights.tests import reference
from tuanke.insights.tests.histories import (
    CUSTOMER_IDS,
    Rows,
    as_of_days,
    customers_table,
    day,
    histories,
    line,
    lines_table,
    orders,
    rows_of,
)


def fitted(duck: BaseBackend, rows: Rows, as_of: date) -> Parameters:
    return Parameters.from_row(rows_of(duck, fit(lines_table(rows), customers_table(), as_of))[0])


def scored(
    duck: BaseBackend, rows: Rows, as_of: date, parameters: Parameters, ids: Iterable[int] = CUSTOMER_IDS
) -> dict[int, dict[str, Any]]:
    table = customer_scores(lines_table(rows), customers_table(ids), as_of, parameters)
    return {row["customer_id"]: row for row in rows_of(duck, table)}


def test_a_worked_customer(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 20, 40, 60), *orders(2, 0, 80), *orders(3, 70, revenue_fen=400)]
    parameters = fitted(duck, rows, day(100))
    assert parameters.shop_gap_days == 50.0
    row = scored(duck, rows, day(100), parameters)[1]
    assert row == {
        "customer_id": 1,
        "as_of": day(100),
        "recency_days": 40,
        "frequency": 4,
        "monetary_fen": 4000,
        "orders": 4,
        "purchase_days": 4,
        "revenue_fen": 4000,
        "margin_fen": 1000,
        "aov_fen": 1000,
        "first_on": day(0),
        "last_on": day(60),
        "r_score": 1,
        "f_score": 4,
        "m_score": 4,
        "own_gap_days": 20.0,
        "gaps": 3,
        "expected_gap_days": 31.622777,  # √(20 · 50)
        "rho": 40 / 31.622777,
        "next_expected_on": day(92),
        "lifecycle": "active",
        "lifecycle_since": day(20),
        "dormant_on": day(108),
        "lost_on": day(155),
        "frequency_class": "high",
        "amount_class": "high",
        "value_class": "high_value",
        "abc": "A",
        "margin_stake_fen": 3650,  # 1000 fen in 100 days
        "cost_known_fen": 0,
        "margin_stated_fen": 4000,  # as `line` says
    }


def test_a_customer_without_orders_is_unknown_not_low(duck: BaseBackend) -> None:
    row = scored(duck, orders(1, 0, 9), day(50), fitted(duck, orders(1, 0, 9), day(50)))[7]
    facts = {"orders": 0, "purchase_days": 0, "frequency": 0, "gaps": 0}
    money = dict.fromkeys(
        ("monetary_fen", "revenue_fen", "margin_fen", "cost_known_fen", "margin_stated_fen"), 0
    )
    classes = dict.fromkeys(("frequency_class", "amount_class", "value_class", "abc"), "unknown")
    stated = {"customer_id": 7, "as_of": day(50), "lifecycle": "potential", "lifecycle_since": day(7)}
    known = facts | money | classes | stated
    assert row == dict.fromkeys(CUSTOMER_SCORES, None) | known


def test_who_bought_only_before_the_window_is_low(duck: BaseBackend) -> None:
    rows = [*orders(1, 0), *orders(2, 390, 400)]
    row = scored(duck, rows, day(400), fitted(duck, rows, day(400)))[1]
    assert (row["frequency_class"], row["value_class"], row["f_score"]) == ("low", "ordinary", 1)
    assert row["lifecycle"] == "lost"


def test_big_orders_make_a_potential_high_value_customer(duck: BaseBackend) -> None:
    rows = [row for id_ in range(1, 6) for row in orders(id_, 0, 10, 20)] + orders(6, 20, revenue_fen=2500)
    row = scored(duck, rows, day(30), fitted(duck, rows, day(30)))[6]
    assert (row["frequency_class"], row["amount_class"]) == ("low", "low")
    assert row["value_class"] == "potential_high_value"


def test_a_few_days_rhythm_is_not_taken_for_a_year(duck: BaseBackend) -> None:
    parameters = fitted(duck, orders(1, 0, 73), day(80))
    row = scored(duck, orders(2, 70), day(80), parameters)[2]
    assert row["expected_gap_days"] == 73.0
    assert row["margin_stake_fen"] == 250


def test_a_loss_has_no_negative_stake(duck: BaseBackend) -> None:
    rows = [line(1, 1, 0, 1000, -800)]
    row = scored(duck, rows, day(200), fitted(duck, rows, day(200)))[1]
    assert (row["abc"], row["margin_stake_fen"]) == ("loss", 0)


@settings(max_examples=15, deadline=None)
@given(rows=histories(), as_of=as_of_days, days_later=st.integers(0, 100))
def test_one_customers_rows_score_as_in_the_full_run(
    duck: BaseBackend, rows: Rows, as_of: date, days_later: int
) -> None:
    parameters = fitted(duck, rows, as_of)
    on = as_of + timedelta(days=days_later)
    full = scored(duck, rows, on, parameters)
    assert full.keys() == set(CUSTOMER_IDS)
    customer = rows[0]["customer_id"] if rows else 7
    own = [row for row in rows if row["customer_id"] == customer]
    assert scored(duck, own, on, parameters, [customer]) == {customer: full[customer]}


@settings(max_examples=15, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days)
def test_scores_and_classes_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date) -> None:
    got = scored(duck, rows, as_of, fitted(duck, rows, as_of))
    active = reference.activity(rows, as_of, 365)
    buyers = [row for row in active.values() if row["frequency"] > 0]
    margins = [row["margin_fen"] for row in active.values()]
    for customer, own in active.items():
        row = got[customer]
        shared = own.keys() & row.keys()
        assert {name: row[name] for name in shared} == {name: own[name] for name in shared}
        if own["purchase_days"]:
            assert row["abc"] == reference.abc(own["margin_fen"], margins)
        if own["frequency"]:
            check_buyer(row, own, buyers)


def check_buyer(row: dict[str, Any], own: dict[str, Any], buyers: Rows) -> None:
    columns = {"r_score": "recency_days", "f_score": "frequency", "m_score": "monetary_fen"}
    for score, column in columns.items():
        sign = -1 if score == "r_score" else 1
        assert row[score] == reference.quintile(sign * own[column], [sign * b[column] for b in buyers])

    def reaches(column: str, q: float) -> bool:
        cut = reference.class_cut([b[column] for b in buyers], q)
        return cut is not None and own[column] >= cut

    often, much, big = reaches("frequency", 0.8), reaches("monetary_fen", 0.8), reaches("aov_fen", 0.8)
    levels = {"frequency_class": (often, "frequency"), "amount_class": (much, "monetary_fen")}
    for name, (high, column) in levels.items():
        assert row[name] == ("high" if high else "mid" if reaches(column, 0.5) else "low")
    potential = "potential_high_value" if not often and (much or big) else "ordinary"
    assert row["value_class"] == ("high_value" if often and much else potential)


def test_columns_have_their_types_on_the_engine_itself(duck: BaseBackend) -> None:
    """Not only after Ibis has cast the result: Parquet written by the engine must hold integers and dates."""
    parameters = fitted(duck, orders(1, 0), day(1))
    lines, customers = ibis.table(ORDER_LINES, name="typed_lines"), ibis.table(CUSTOMERS, name="typed_people")
    table = customer_scores(lines, customers, day(1), parameters)
    assert table.schema() == CUSTOMER_SCORES
    duck.con.register("typed_lines", ORDER_LINES.to_pyarrow().empty_table())
    duck.con.register("typed_people", CUSTOMERS.to_pyarrow().empty_table())
    described = duck.con.execute(f"DESCRIBE {ibis.to_sql(table, dialect='duckdb')}").fetchall()
    engine = {"int64": "BIGINT", "float64": "DOUBLE", "string": "VARCHAR", "date": "DATE"}
    assert {name: kind for name, kind, *_ in described} == {
        name: engine[str(kind)] for name, kind in CUSTOMER_SCORES.items()
    }


BUILD = """
import sys, datetime, ibis
from tuanke.insights import cohorts, pareto, repurchase, scores, stats, tables
lines = ibis.table(tables.ORDER_LINES, name="lines")
people = ibis.table(tables.CUSTOMERS, name="people")
from tuanke.insights.parameters import fit
fit(lines, people, datetime.date(2023, 1, 1))
heavy = {"django", "duckdb", "pandas", "pyspark", "psycopg"}
print(sorted(heavy & {name.split(".")[0] for name in sys.modules}))
"""


def test_building_expressions_brings_no_framework_and_no_engine() -> None:
    run = subprocess.run([sys.executable, "-c", BUILD], check=True, capture_output=True, text=True)
    assert run.stdout.strip() == "[]"
