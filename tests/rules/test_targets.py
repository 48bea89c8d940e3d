"""Target groups: measured week by week, against the straight line to the goal."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.shop import add_customer, add_order, days
from tuanke.facts.tests.factories import make_run, write_score
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.segments.domain.targets import status
from tuanke.segments.models import Segment, TargetGroup
from tuanke.segments.services import lists, targets

NOON = datetime(2026, 6, 30, 4, tzinfo=UTC)
START, END = date(2026, 6, 1), date(2026, 7, 31)


@given(st.floats(-100, 100), st.floats(-100, 100), st.integers(0, 60))
def test_who_walks_the_line_is_on_track_and_who_is_behind_it_is_not(
    start: float, goal: float, day: int
) -> None:
    if abs(goal - start) < 1e-3:
        return
    asked: dict[str, Any] = {"baseline": start, "goal": goal, "starts_on": START, "ends_on": END}
    on = START + days(day)
    on_the_line = start + (goal - start) * min(1.0, day / 60 + 1e-6)
    behind = start - (goal - start) * 0.1

    expected = {"on_track", "achieved"} if day < 60 else {"achieved", "missed"}
    assert status(**asked, on=on, value=on_the_line) in expected
    assert status(**asked, on=on, value=behind) == ("behind" if day < 60 else "missed")
    assert status(**asked, on=on, value=goal) == "achieved"


@pytest.fixture
def regulars(db: None) -> Segment:
    """Of three, one bought on two days since the start, one on one, one never; a fourth is not in the list."""
    run = make_run()
    people = [add_customer(f"c{n}", NOON - days(99)) for n in range(4)]
    for person in people:
        write_score(run, person.pk, revenue_fen=10_000, margin_fen=4_000)
    for buyer, ago in ((0, 1), (0, 5), (1, 3), (1, 60), (3, 2)):
        add_order(people[buyer], NOON - days(ago), fen=1_500)
    ids = [person.pk for person in people[:3]]
    return lists.add_list(name="老客", customer_ids=ids, reason="名单", by=make_staff().pk, at=NOON)


def wanted(metric: str, **values: Any) -> dict[str, Any]:
    asked = {"objective": "多来一次", "baseline": 0.2, "goal": 0.6, "starts_on": START, "ends_on": END}
    return {**asked, "metric": metric, **values}


@pytest.mark.parametrize(
    ("metric", "value"), [("customers", 3), ("revenue", 4_500), ("repurchase_rate", 0.5)]
)
def test_a_target_is_measured_when_it_is_set(regulars: Segment, metric: str, value: float) -> None:
    target = targets.set_target(segment=regulars, values=wanted(metric), by=regulars.created_by_id, at=NOON)

    noted = target.progress.get()
    assert noted.value == value
    assert (noted.customers, noted.all_customers) == (3, 4)
    assert (noted.revenue_fen, noted.all_revenue_fen) == (30_000, 40_000)
    assert (noted.margin_fen, noted.all_margin_fen) == (12_000, 16_000)
    if metric == "repurchase_rate":
        assert noted.low < 0.5 < noted.high


def test_every_week_has_its_row_and_the_last_day_the_last(regulars: Segment) -> None:
    values = wanted("customers", goal=9, baseline=3)
    target = targets.set_target(segment=regulars, values=values, by=regulars.created_by_id, at=NOON)
    for week in range(1, 8):
        targets.measure_all(at=NOON + days(7 * week))

    noted = [row.on for row in target.progress.order_by("on")]
    assert noted == [*(date(2026, 6, 30) + days(7 * week) for week in range(5)), END]


@pytest.mark.parametrize("values", [{"ends_on": START}, {"goal": 0.2}, {"objective": ""}, {"metric": "luck"}])
def test_what_makes_no_sense_is_refused(regulars: Segment, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        targets.set_target(
            segment=regulars, values={**wanted("customers"), **values}, by=regulars.created_by_id, at=NOON
        )
    assert not TargetGroup.objects.exists()
