from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ibis.backends import BaseBackend

from tuanke.insights.cohort_repurchase import repurchase_by_cohort
from tuanke.insights.tests.histories import Rows, as_of_days, day, histories, lines_table, orders, rows_of
from tuanke.insights.tests.reference import days_bought


def test_a_cohort_is_blank_until_its_last_member_is_known_for_long_enough(duck: BaseBackend) -> None:
    rows = [*orders(1, 0, 30), *orders(2, 5, 36), *orders(3, 30), *orders(4, 31, 40)]
    got = rows_of(duck, repurchase_by_cohort(lines_table(rows), day(60), [30, 60]))
    assert {(row["cohort"].month, row["horizon_days"]): (row["size"], row["again"]) for row in got} == {
        (1, 30): (3, 1),
        (1, 60): (3, None),
        (2, 30): (1, None),
        (2, 60): (1, None),
    }


@pytest.mark.req("A9-09")
@settings(max_examples=25, deadline=None)
@given(rows=histories(max_size=60), as_of=as_of_days, horizon=st.integers(1, 120))
def test_cohorts_equal_the_reference(duck: BaseBackend, rows: Rows, as_of: date, horizon: int) -> None:
    days = days_bought(rows, as_of).values()
    got = rows_of(duck, repurchase_by_cohort(lines_table(rows), as_of, [horizon]))
    assert {row["cohort"] for row in got} == {own[0].replace(day=1) for own in days}
    for row in got:
        members = [own for own in days if own[0].replace(day=1) == row["cohort"]]
        known = min((as_of - own[0]).days for own in members)
        again = sum(len(own) > 1 and (own[1] - own[0]).days <= horizon for own in members)
        assert (row["size"], row["again"]) == (len(members), again if known >= horizon else None)
