"""Reasons that need the archive: days that come back, festivals people order for, numbers that died."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tuanke.care.models import Attention
from tuanke.care.selectors.wording import also_listed, why_listed
from tuanke.care.services import planning
from tuanke.classes.tests.factories import AT, scored
from tuanke.customers.models import Affiliation, ContactPoint, Customer, LifeEvent
from tuanke.customers.tests.factories import make_customer
from tuanke.facts.tests.factories import AS_OF
from tuanke.orders.tests.factories import bring_in, order

pytestmark = pytest.mark.django_db

CALM: dict[str, Any] = {"lifecycle": "active", "rho": 0.5}
TODAY = AT.date()
BEFORE_MID_AUTUMN = datetime(2026, 8, 20, 4, tzinfo=UTC)  # it is on 25 September


def plan(customer: int, values: dict[str, Any], at: datetime = AT) -> None:
    planning.plan(scored(customer, **values).run_id, at=at)


def listed(customer: int) -> list[str]:
    rows = Attention.objects.filter(customer=customer, state="open").order_by("pk")
    return list(rows.values_list("reason", flat=True))


def remember(customer: int, month: int, day: int, calendar: str = "solar", **more: Any) -> None:
    LifeEvent.objects.create(
        customer_id=customer, kind="birthday", calendar=calendar, month=month, day=day, **more
    )


@pytest.mark.parametrize(
    ("month", "day", "calendar", "more"),
    [
        (6, 30, "solar", {}),  # today
        (7, 7, "solar", {}),  # in seven days
        (5, 16, "lunar", {}),  # 30 June 2026
        (5, 23, "lunar", {}),  # 7 July 2026
        (5, 20, "lunar", {"is_leap_month": True}),  # 2026 has no leap fifth month: the plain one counts
    ],
)
def test_a_birthday_within_the_week_is_listed(
    month: int, day: int, calendar: str, more: dict[str, Any]
) -> None:
    customer = make_customer()
    remember(customer, month, day, calendar, **more)

    plan(customer, CALM)

    assert listed(customer) == ["date_ahead"]


@pytest.mark.parametrize(
    ("month", "day", "calendar"), [(6, 29, "solar"), (7, 8, "solar"), (5, 15, "lunar"), (5, 24, "lunar")]
)
def test_a_birthday_past_or_further_ahead_is_not(month: int, day: int, calendar: str) -> None:
    customer = make_customer()
    remember(customer, month, day, calendar)

    plan(customer, CALM)

    assert listed(customer) == []


def test_the_29th_of_february_is_kept_on_the_28th_in_a_common_year() -> None:
    customer = make_customer()
    remember(customer, 2, 29)

    plan(customer, CALM, at=datetime(2026, 2, 21, 4, tzinfo=UTC))

    assert Attention.objects.get().evidence["comes_on"] == "2026-02-28"


def test_an_ordinary_customers_birthday_takes_nobodys_time() -> None:
    customer = make_customer()
    remember(customer, 7, 1)

    plan(customer, {**CALM, "frequency_class": "low", "amount_class": "low", "aov_fen": 1, "frequency": 1,
                    "monetary_fen": 1, "value_class": "ordinary", "abc": "C"})  # fmt: skip

    assert listed(customer) == []


def test_one_line_a_customer_the_other_reason_is_named_on_it() -> None:
    customer = make_customer()
    remember(customer, 7, 2)

    plan(customer, {"lifecycle": "dormant", "rho": 2.0, "dormant_on": AS_OF - timedelta(days=3)})

    line = Attention.objects.get()
    assert line.reason == "cooling"
    with translation.override("en"):
        assert also_listed(line, today=TODAY) == ["Birthday on 2 Jul"]


def test_a_large_first_order_is_listed_for_a_fortnight() -> None:
    customer = make_customer()
    newcomer = {
        "lifecycle": "first",
        "rho": 0.2,
        "frequency": 1,
        "purchase_days": 1,
        "frequency_class": "low",
        "value_class": "potential_high_value",
    }
    plan(customer, {**newcomer, "first_on": AS_OF - timedelta(days=13)})
    assert listed(customer) == ["new_potential"]

    plan(customer, {**newcomer, "first_on": AS_OF - timedelta(days=14)})
    assert listed(customer) == []


def dead_number(customer: int, **values: Any) -> None:
    ContactPoint.objects.create(
        customer_id=customer,
        type="mobile",
        value=b"x",
        value_hash=f"{customer}{len(values)}".encode(),
        is_identity=False,
        **values,
    )


def test_a_valuable_customer_whose_numbers_all_died_is_listed() -> None:
    customer = make_customer()
    dead_number(customer, invalid_at=AT)

    plan(customer, CALM)
    assert listed(customer) == ["unreachable"]

    dead_number(customer)
    plan(customer, CALM)
    assert listed(customer) == []


def test_who_never_gave_a_number_has_none_that_died() -> None:
    customer = make_customer()

    plan(customer, CALM)

    assert listed(customer) == []


def test_an_organisation_is_reached_through_its_people() -> None:
    company, person = make_customer("公司", kind="org"), make_customer("王五")
    dead_number(company, invalid_at=AT)
    Affiliation.objects.create(organization_id=company, person_id=person)
    dead_number(person)

    plan(company, CALM)
    assert listed(company) == []

    Affiliation.objects.update(ended_on=TODAY)
    plan(company, CALM)
    assert listed(company) == ["unreachable"]


def festival_buyer(folder: Path, *days: str) -> int:
    bring_in(folder, [order(f"n{n}", "c1", day, 500) for n, day in enumerate(days)])
    return Customer.objects.get().pk


def bought(last_on: date, revenue_fen: int) -> dict[str, Any]:
    return {**CALM, "last_on": last_on, "revenue_fen": revenue_fen}


def test_who_buys_for_a_festival_is_listed_in_the_weeks_before_it(tmp_path: Path) -> None:
    customer = festival_buyer(tmp_path, "2025-09-20", "2024-09-01", "2025-03-01")

    plan(customer, bought(date(2025, 9, 20), 150_000), at=BEFORE_MID_AUTUMN)

    line = Attention.objects.get()
    assert line.reason == "season"
    with translation.override("en"):
        assert why_listed(line, today=TODAY) == (
            "Bought for ¥1,000 before 中秋 in other years, the last time on 20 Sep 2025;"
            " it is on 25 Sep, and nothing is ordered yet."
        )


@pytest.mark.parametrize(
    ("at", "values"),
    [
        (BEFORE_MID_AUTUMN, bought(date(2026, 8, 12), 150_000)),  # has ordered in this year's season
        (BEFORE_MID_AUTUMN, bought(date(2025, 9, 20), 310_000)),  # the season is less than a third of it
        (datetime(2026, 8, 10, 4, tzinfo=UTC), bought(date(2025, 9, 20), 150_000)),  # 46 days ahead
        (datetime(2026, 9, 19, 4, tzinfo=UTC), bought(date(2025, 9, 20), 150_000)),  # too late to deliver
    ],
)
def test_outside_the_season_or_without_the_habit_they_are_not(
    tmp_path: Path, at: datetime, values: dict[str, Any]
) -> None:
    customer = festival_buyer(tmp_path, "2025-09-20", "2024-09-01", "2025-03-01")

    plan(customer, values, at=at)

    assert listed(customer) == []
