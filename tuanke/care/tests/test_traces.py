"""Whatever is done with a line of today's list stands on the customer's timeline, taking it back too."""

import pytest

from tuanke.care.models import Attention
from tuanke.care.services import attention, planning
from tuanke.care.tests.test_reasons import HOLDS
from tuanke.classes.tests.factories import AT, scored
from tuanke.customers.tests.factories import make_customer
from tuanke.engagement.selectors.timeline import list_events
from tuanke.platform.accounts.domain.permissions import Role, Viewer
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db
OWNER = Viewer(staff_id=0, team_id=None, role=Role.OWNER)


@pytest.fixture
def line() -> Attention:
    planning.plan(scored(make_customer(), **HOLDS["cooling"]).run_id, at=AT)
    return Attention.objects.get()


@pytest.fixture
def by() -> int:
    return make_staff().pk


def traces(line: Attention) -> list[tuple[str, dict[str, str]]]:
    written = list_events(OWNER, [line.customer_id]).order_by("pk")
    return [(event.verb, event.detail) for event in written]


def test_done_and_taken_back_are_two_traces(line: Attention, by: int) -> None:
    attention.finish(attention=line, outcome="reached", note="还好", by=by, at=AT)
    attention.reopen(attention=line, by=by, at=AT)

    assert traces(line) == [
        ("care.done", {"reason": "cooling", "outcome": "reached", "note": "还好"}),
        ("care.reopened", {"reason": "cooling", "taken_back": "done"}),
    ]
    assert {event.actor_id for event in list_events(OWNER, [line.customer_id])} == {by}


def test_put_off_and_taken_back_are_two_traces(line: Attention, by: int) -> None:
    attention.snooze(attention=line, days=3, by=by, at=AT)
    attention.reopen(attention=line, by=by, at=AT)

    assert [verb for verb, _detail in traces(line)] == ["care.snoozed", "care.reopened"]
    assert traces(line)[0][1]["until"] > AT.date().isoformat()
    assert traces(line)[1][1]["taken_back"] == "snoozed"


def test_what_did_not_happen_leaves_no_trace(line: Attention, by: int) -> None:
    with pytest.raises(attention.AlreadyActedError):
        attention.reopen(attention=line, by=by, at=AT)
    with pytest.raises(ValueError, match="4 days"):
        attention.snooze(attention=line, days=4, by=by, at=AT)

    assert traces(line) == []
