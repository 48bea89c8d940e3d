"""Engagement: what somebody did, fading by half every thirty days."""

import pytest
from ibis.backends import BaseBackend

from tuanke.insights.engagement import WEIGHTS, engagements
from tuanke.insights.tests.histories import act, acts_table, day, rows_of

TODAY = 400


def engaged(duck: BaseBackend, *acts: tuple[int, str]) -> dict[str, object]:
    """Of one customer who did these (days ago, type)."""
    told = [act(1, TODAY - ago, None, type_) for ago, type_ in acts]
    found = rows_of(duck, engagements(acts_table(told), day(TODAY)))
    return found[0] if found else {}


@pytest.mark.parametrize("type_", WEIGHTS)
def test_an_act_of_today_weighs_whole_and_one_of_a_month_ago_half(duck: BaseBackend, type_: str) -> None:
    assert engaged(duck, (0, type_))["score"] == WEIGHTS[type_]
    assert engaged(duck, (30, type_))["score"] == WEIGHTS[type_] / 2


def test_acts_add_up_and_the_last_180_days_are_counted(duck: BaseBackend) -> None:
    found = engaged(duck, (0, "participate"), (179, "cart"), (180, "browse"))

    assert found["recent_acts"] == 2
    assert found["last_on"] == day(TODAY)
    assert found["score"] == pytest.approx(8 + 5 * 0.5 ** (179 / 30) + 0.5**6, abs=1e-6)


def test_the_future_and_what_is_no_act_tell_nothing(duck: BaseBackend) -> None:
    assert engaged(duck, (-1, "cart"), (0, "unheard of")) == {}
