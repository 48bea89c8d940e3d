"""A class by hand wins until its day or until it is taken back, and the feed of changes is never rewritten."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tuanke.classes.models import ClassChange, ClassOverride, CustomerClass
from tuanke.classes.services import overrides
from tuanke.classes.tests.factories import AT, scored
from tuanke.customers.tests.factories import make_customer
from tuanke.facts.tests.factories import AS_OF
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db
SOON = AS_OF + timedelta(days=30)


@pytest.fixture
def staff() -> int:
    return make_staff().pk


@pytest.fixture
def customer() -> int:
    customer = make_customer()
    scored(customer)
    return customer


def override(customer: int, staff: int, class_code: str = "ordinary", *, until: date = SOON) -> ClassOverride:
    return overrides.override(
        customer_id=customer,
        dimension="value",
        class_code=class_code,
        reason="只在过年买",
        expires_on=until,
        by=staff,
        at=AT,
    )


def value(customer: int) -> str:
    return CustomerClass.objects.get(pk=customer).value


def test_it_shows_at_once_and_after_every_scoring(customer: int, staff: int) -> None:
    override(customer, staff)

    assert value(customer) == "ordinary"
    assert scored(customer).value == "ordinary"


def test_on_its_last_day_it_still_counts_and_the_day_after_no_more(customer: int, staff: int) -> None:
    override(customer, staff)

    assert scored(customer, run={"as_of": SOON}, at=AT + timedelta(days=30)).value == "ordinary"
    day_after = scored(customer, run={"as_of": SOON + timedelta(days=1)}, at=AT + timedelta(days=31))
    assert day_after.value == "high_value"


def test_it_ends_by_the_calendar_also_when_the_figures_are_for_an_older_day(
    customer: int, staff: int
) -> None:
    override(customer, staff)

    assert scored(customer, at=AT + timedelta(days=31)).value == "high_value"


def test_taken_back_the_next_scoring_decides(customer: int, staff: int) -> None:
    override(customer, staff)
    overrides.take_back(customer_id=customer, dimension="value", by=staff, at=AT)

    assert scored(customer).value == "high_value"
    assert [change.cause for change in ClassChange.objects.order_by("pk")] == ["override", "behaviour"]


def test_one_override_a_dimension(customer: int, staff: int) -> None:
    override(customer, staff, "ordinary")
    override(customer, staff, "potential_high_value")

    assert value(customer) == "potential_high_value"
    assert [kept.class_code for kept in ClassOverride.objects.filter(ended_at=None)] == [
        "potential_high_value"
    ]
    assert ClassOverride.objects.count() == 2, "the first stays on record"


def test_it_reaches_no_other_dimension(customer: int, staff: int) -> None:
    override(customer, staff)

    held = scored(customer)
    assert (held.frequency, held.amount, held.lifecycle) == ("high", "high", "active")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"class_code": "prince"}, "unknown_class"),
        ({"dimension": "colour"}, "unknown_class"),
        ({"reason": "  "}, "reason_missing"),
        ({"expires_on": AS_OF}, "expiry_out_of_range"),
        ({"expires_on": AS_OF + timedelta(days=366)}, "expiry_out_of_range"),
    ],
)
def test_what_is_wrong_is_refused_by_name(
    customer: int, staff: int, wrong: dict[str, object], code: str
) -> None:
    right: dict[str, object] = {
        "dimension": "value",
        "class_code": "ordinary",
        "reason": "只在过年买",
        "expires_on": SOON,
    }

    with pytest.raises(overrides.OverrideRefusedError) as refusal:
        overrides.override(customer_id=customer, by=staff, at=AT, **{**right, **wrong})  # type: ignore[arg-type]

    assert refusal.value.code == code
    assert not ClassOverride.objects.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE classes_classchange SET after = 'x'", "DELETE FROM classes_classchange"]
)
def test_the_feed_of_changes_is_append_only(customer: int, staff: int, statement: str) -> None:
    override(customer, staff)
    assert ClassChange.objects.count() == 1

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
