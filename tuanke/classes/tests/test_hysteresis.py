"""Quantile classes do not flicker: the band, and what lifts it (domain B6)."""

from datetime import timedelta

import pytest

from tuanke.classes.models import ClassChange, CustomerClass
from tuanke.classes.tests.factories import scored, scored_on_days
from tuanke.customers.tests.factories import make_customer
from tuanke.facts.tests.factories import AS_OF, forget_score

pytestmark = pytest.mark.django_db

# Cut-offs of the factory: often from 10 days, now and then from 4; high from ¥1,000, middle from ¥200.
OFTEN = {"frequency": 10, "frequency_class": "high"}
NEARLY = {"frequency": 9, "frequency_class": "mid"}  # 9 ≥ 0.85 × 10
MONTH_LATER = {"as_of": AS_OF + timedelta(days=31), "fitted": AS_OF + timedelta(days=31)}
NO_MORE = {"frequency": 8, "frequency_class": "mid"}


def test_just_below_the_cut_off_the_class_is_kept() -> None:
    customer = make_customer()
    scored(customer, **OFTEN)

    assert scored(customer, **NEARLY).frequency == "high"
    assert not ClassChange.objects.exists()


def test_below_the_band_the_class_is_left() -> None:
    customer = make_customer()
    scored(customer, **OFTEN)

    assert scored_on_days(customer, 1, 2, **NO_MORE).frequency == "mid"
    change = ClassChange.objects.get(dimension="frequency")
    assert (change.before, change.after, change.cause) == ("high", "mid", "behaviour")


def test_who_never_was_in_the_class_does_not_come_in_by_the_band() -> None:
    customer = make_customer()
    scored(customer, **NO_MORE)

    assert scored(customer, **NEARLY).frequency == "mid"


def test_upwards_the_cut_off_itself_counts() -> None:
    customer = make_customer()
    scored(customer, **NEARLY)

    assert scored(customer, **OFTEN).frequency == "high"


@pytest.mark.parametrize(("fen", "held"), [(85_000, "high"), (84_999, "mid")])
def test_the_band_of_amounts_ends_to_the_fen(fen: int, held: str) -> None:
    customer = make_customer()
    scored(customer, monetary_fen=100_000, amount_class="high")

    assert scored_on_days(customer, 1, 2, monetary_fen=fen, amount_class="mid").amount == held


@pytest.mark.parametrize(("fen", "held"), [(17_000, "mid"), (16_999, "low")])
def test_the_middle_class_has_a_band_too(fen: int, held: str) -> None:
    customer = make_customer()
    scored(customer, monetary_fen=20_000, amount_class="mid")

    assert scored_on_days(customer, 1, 2, monetary_fen=fen, amount_class="low").amount == held


def test_far_down_both_bands_are_left_in_one_step() -> None:
    customer = make_customer()
    scored(customer, monetary_fen=100_000, amount_class="high")

    assert scored_on_days(customer, 1, 2, monetary_fen=100, amount_class="low").amount == "low"


def test_value_follows_the_classes_held_not_the_bare_cut_offs() -> None:
    customer = make_customer()
    scored(customer, **OFTEN)

    assert scored(customer, **NEARLY, value_class="ordinary").value == "high_value"


def test_new_cut_offs_lift_the_band_and_are_named_as_the_cause() -> None:
    customer = make_customer()
    scored(customer, **OFTEN)

    fresh = scored(customer, run=MONTH_LATER, **NEARLY)

    assert fresh.frequency == "mid"
    assert ClassChange.objects.get(dimension="frequency").cause == "rule_change"


def test_cut_offs_fitted_twice_on_one_day_are_new_cut_offs_too() -> None:
    """A second file may make the archive another on the day of the first."""
    customer = make_customer()
    scored(customer, **OFTEN)

    fresh = scored(
        customer, run={"frequency_high": 11, "customers": 400}, **{**OFTEN, "frequency_class": "mid"}
    )

    assert fresh.frequency == "mid"
    assert ClassChange.objects.get(dimension="frequency").cause == "rule_change"


def test_lifecycle_follows_the_orders_whatever_the_cut_offs() -> None:
    customer = make_customer()
    scored(customer)

    scored(customer, run=MONTH_LATER, lifecycle="dormant")

    assert ClassChange.objects.get(dimension="lifecycle").cause == "behaviour"


def test_a_class_kept_keeps_its_since() -> None:
    customer = make_customer()
    first = scored(customer)
    again = scored(customer, run=MONTH_LATER)

    assert (again.frequency, again.frequency_since) == (first.frequency, first.frequency_since)


def test_the_first_classes_are_no_change() -> None:
    scored(make_customer())

    assert not ClassChange.objects.exists()


def test_whose_scores_are_gone_has_no_class() -> None:
    gone, stays = make_customer("张三"), make_customer("李四")
    scored(gone)
    forget_score(gone)
    scored(stays)

    assert list(CustomerClass.objects.values_list("pk", flat=True)) == [stays]
