"""Each reason comes up when it should and goes when it should."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from tuanke.care.models import Attention
from tuanke.care.services import attention, planning
from tuanke.classes.tests.factories import AT, scored
from tuanke.customers.tests.factories import make_customer
from tuanke.facts.tests.factories import AS_OF
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db


def days_ago(number: int) -> Any:
    return AS_OF - timedelta(days=number)


CALM: dict[str, Any] = {"lifecycle": "active", "rho": 0.5}
ORDINARY: dict[str, Any] = {
    "frequency": 2,
    "monetary_fen": 5_000,
    "aov_fen": 2_500,
    "frequency_class": "low",
    "amount_class": "low",
    "value_class": "ordinary",
}
HOLDS: dict[str, dict[str, Any]] = {
    "cooling": {"lifecycle": "dormant", "rho": 2.0, "dormant_on": days_ago(5)},
    "just_lost": {"lifecycle": "lost", "rho": 3.5, "lost_on": days_ago(13)},
    "overdue": {"lifecycle": "active", "rho": 1.2, "gaps": 2, "next_expected_on": days_ago(2)},
    "second_order": {**ORDINARY, "lifecycle": "first", "rho": 0.7, "gaps": 0, "last_on": days_ago(20)},
    "returned": {"lifecycle": "returned", "rho": 0.3, "last_on": days_ago(6)},
}
DOES_NOT: dict[str, dict[str, Any]] = {
    "in rhythm": CALM,
    "dormant but ordinary": {**ORDINARY, "lifecycle": "dormant", "rho": 2.0},
    "lost for longer than a fortnight": {"lifecycle": "lost", "rho": 4.0, "lost_on": days_ago(14)},
    "lost and ordinary": {**ORDINARY, "lifecycle": "lost", "lost_on": days_ago(2)},
    "due with a rhythm of one gap only": {"lifecycle": "active", "rho": 1.2, "gaps": 1},
    "due today exactly": {"lifecycle": "active", "rho": 1.0, "gaps": 5},
    "first order too short ago": {"lifecycle": "first", "rho": 0.69, "gaps": 0},
    "came back a week ago": {"lifecycle": "returned", "rho": 0.7, "last_on": days_ago(7)},
    "nothing at stake": {"lifecycle": "dormant", "rho": 2.0, "margin_stake_fen": 0},
}


def plan(customer: int, values: dict[str, Any], **run: Any) -> None:
    planning.plan(scored(customer, run=run, **values).run_id, at=AT)


def lines(customer: int) -> list[tuple[str, str]]:
    return list(Attention.objects.filter(customer=customer).order_by("pk").values_list("reason", "state"))


@pytest.mark.parametrize("reason", HOLDS)
def test_a_reason_comes_up_when_it_holds(reason: str) -> None:
    customer = make_customer()

    plan(customer, HOLDS[reason])

    assert lines(customer) == [(reason, "open")]


@pytest.mark.parametrize("case", DOES_NOT)
def test_no_reason_no_line(case: str) -> None:
    customer = make_customer()

    plan(customer, DOES_NOT[case])

    assert lines(customer) == []


@pytest.mark.parametrize("reason", HOLDS)
def test_a_reason_goes_when_it_holds_no_more(reason: str) -> None:
    customer = make_customer()
    plan(customer, HOLDS[reason])

    plan(customer, CALM)

    assert lines(customer) == [(reason, "passed")]


def test_one_reason_takes_the_place_of_another() -> None:
    customer = make_customer()
    plan(customer, HOLDS["cooling"])

    plan(customer, HOLDS["just_lost"])

    assert lines(customer) == [("cooling", "passed"), ("just_lost", "open")]


def test_a_reason_that_goes_on_is_one_line_with_todays_stake() -> None:
    customer = make_customer()
    plan(customer, HOLDS["cooling"])
    plan(customer, {**HOLDS["cooling"], "margin_stake_fen": 99_900})

    assert lines(customer) == [("cooling", "open")]
    assert Attention.objects.get().stake_fen == 99_900


def test_a_reason_that_comes_back_is_a_new_line() -> None:
    customer = make_customer()
    for values in (HOLDS["cooling"], CALM, HOLDS["cooling"]):
        plan(customer, values)

    assert lines(customer) == [("cooling", "passed"), ("cooling", "open")]


def test_the_line_says_since_when() -> None:
    customer = make_customer()

    plan(customer, HOLDS["cooling"])

    assert Attention.objects.get().since == days_ago(5)


def test_after_done_the_reason_rests_for_a_fortnight() -> None:
    customer, staff = make_customer(), make_staff()
    plan(customer, HOLDS["cooling"])
    attention.finish(attention=Attention.objects.get(), outcome="reached", note="", by=staff.pk, at=AT)

    _set_back("13 days")
    plan(customer, HOLDS["cooling"])
    assert lines(customer) == [("cooling", "done")]

    _set_back("14 days 1 minute")
    plan(customer, HOLDS["cooling"])
    assert lines(customer) == [("cooling", "done"), ("cooling", "open")]


def test_another_reason_does_not_rest() -> None:
    customer, staff = make_customer(), make_staff()
    plan(customer, HOLDS["cooling"])
    attention.finish(attention=Attention.objects.get(), outcome="reached", note="", by=staff.pk, at=AT)

    plan(customer, HOLDS["just_lost"])

    assert lines(customer) == [("cooling", "done"), ("just_lost", "open")]


def test_put_off_the_line_sleeps_until_its_day() -> None:
    customer, staff = make_customer(), make_staff()
    plan(customer, HOLDS["cooling"])
    attention.snooze(attention=Attention.objects.get(), days=3, by=staff.pk, at=AT)
    until = Attention.objects.get().snoozed_until

    plan(customer, HOLDS["cooling"])
    assert lines(customer) == [("cooling", "snoozed")]

    assert until is not None
    Attention.objects.update(snoozed_until=AS_OF)
    plan(customer, HOLDS["cooling"])
    assert lines(customer) == [("cooling", "open")]


def test_put_off_and_over_meanwhile_the_line_goes() -> None:
    customer, staff = make_customer(), make_staff()
    plan(customer, HOLDS["cooling"])
    attention.snooze(attention=Attention.objects.get(), days=30, by=staff.pk, at=AT)

    plan(customer, CALM)

    assert lines(customer) == [("cooling", "passed")]


def test_who_was_not_scored_keeps_their_line() -> None:
    customer, other = make_customer("张三"), make_customer("李四")
    plan(customer, HOLDS["cooling"])

    plan(other, CALM)

    assert lines(customer) == [("cooling", "open")]


def test_the_same_plan_twice_changes_nothing() -> None:
    customer = make_customer()
    held = scored(customer, **HOLDS["cooling"])
    planning.plan(held.run_id, at=AT)
    before = list(Attention.objects.values())

    planning.plan(held.run_id, at=AT)

    assert list(Attention.objects.values()) == before


def _set_back(span: str) -> None:
    """As if the line had been dealt with that long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE care_attention SET acted_at = now() - %s::interval WHERE state = 'done'", [span]
        )
