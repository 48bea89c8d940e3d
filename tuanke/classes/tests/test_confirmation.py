"""Down only when a second evaluation agrees, up at once, and corrected data count at once (domain B6)."""

from datetime import UTC, datetime, timedelta

import pytest

from tuanke.classes.models import ClassChange
from tuanke.classes.services import overrides
from tuanke.classes.tests.factories import AT, scored, scored_on_days
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.tests.factories import made, make_customer
from tuanke.facts.tests.factories import AS_OF
from tuanke.platform.accounts.tests.factories import make_staff

pytestmark = pytest.mark.django_db

OFTEN = {"frequency": 10, "frequency_class": "high"}
SELDOM = {"frequency": 2, "frequency_class": "low"}


@pytest.fixture
def customer() -> int:
    customer = make_customer()
    scored(customer, **OFTEN)
    return customer


def test_the_first_evaluation_below_changes_nothing_and_is_remembered(customer: int) -> None:
    held = scored_on_days(customer, 1, **SELDOM)

    assert (held.frequency, held.frequency_below_on) == ("high", AS_OF + timedelta(days=1))
    assert not ClassChange.objects.exists()


def test_the_second_one_on_a_later_day_does(customer: int) -> None:
    held = scored_on_days(customer, 1, 2, **SELDOM)

    assert (held.frequency, held.frequency_below_on) == ("low", None)


def test_twice_on_one_day_is_once(customer: int) -> None:
    assert scored_on_days(customer, 1, 1, **SELDOM).frequency == "high"


def test_back_in_between_starts_anew(customer: int) -> None:
    scored_on_days(customer, 1, **SELDOM)
    scored_on_days(customer, 2, **OFTEN)

    assert scored_on_days(customer, 3, **SELDOM).frequency == "high"
    assert scored_on_days(customer, 4, **SELDOM).frequency == "low"


@pytest.mark.req("A2-04")
@pytest.mark.parametrize("smaller", [{"revenue_fen": 359_999}, {"purchase_days": 11}])
def test_a_refund_or_cancelled_order_moves_down_at_once_and_says_why(
    customer: int, smaller: dict[str, int]
) -> None:
    held = scored(customer, monetary_fen=10_000, amount_class="low", **SELDOM, **smaller)

    assert (held.frequency, held.amount, held.value) == ("low", "low", "ordinary")
    causes = set(ClassChange.objects.values_list("cause", flat=True))
    assert causes == {"data_correction"}


def test_value_waits_no_second_time_for_what_frequency_waited_for(customer: int) -> None:
    assert scored_on_days(customer, 1, **SELDOM).value == "high_value"
    assert scored_on_days(customer, 2, **SELDOM).value == "potential_high_value"


def test_a_smaller_average_order_has_a_band_and_waits_too() -> None:
    customer = make_customer()
    promising = {"amount_class": "low", "monetary_fen": 100, **SELDOM}
    assert scored(customer, aov_fen=50_000, **promising).value == "potential_high_value"

    assert scored_on_days(customer, 1, 2, aov_fen=42_500, **promising).value == "potential_high_value"
    assert scored_on_days(customer, 3, aov_fen=42_499, **promising).value == "potential_high_value"
    assert scored_on_days(customer, 4, aov_fen=42_499, **promising).value == "ordinary"


def test_who_was_merged_with_another_changes_because_of_that() -> None:
    one, other = made("张三"), made("李四")
    scored(one.pk, **SELDOM)
    at = datetime.combine(AS_OF, datetime.min.time(), UTC) + timedelta(hours=1)
    merge(survivor=one, losers=[other], choices={}, reason="", by=make_staff().pk, at=at)

    scored(one.pk, **OFTEN)

    assert set(ClassChange.objects.values_list("cause", flat=True)) == {"merge"}


def test_a_class_by_hand_is_left_at_once_when_it_is_taken_back(customer: int) -> None:
    staff = make_staff().pk
    scored(customer, **SELDOM, revenue_fen=360_000, run={"fitted": AS_OF - timedelta(days=1)})
    by_hand = {"customer_id": customer, "dimension": "frequency", "by": staff}
    until = AS_OF + timedelta(days=30)
    overrides.override(**by_hand, class_code="high", reason="老客户", expires_on=until, at=AT)
    assert scored(customer, **SELDOM).frequency == "high"

    overrides.take_back(**by_hand, at=AT)

    assert scored(customer, **SELDOM).frequency == "low"
