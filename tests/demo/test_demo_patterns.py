"""The demo shop shows what a merchant looks for: loyal, seasonal, fading and returning customers, and the few
who bring most of the margin."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from tests.demo import reading
from tests.demo.reading import Customer, Row

Days = dict[str, list[date]]


@pytest.fixture(scope="module")
def consumers(orders: list[Row], costs: dict[str, Decimal]) -> dict[str, Customer]:
    return reading.consumers(orders, costs)


@pytest.fixture(scope="module")
def days(consumers: dict[str, Customer]) -> Days:
    return {
        who: sorted(date.fromisoformat(day) for day in customer.days) for who, customer in consumers.items()
    }


def test_about_half_of_the_customers_come_back(consumers: dict[str, Customer], bulk: list[Row]) -> None:
    assert 0.45 <= reading.repurchase_rate(consumers) <= 0.60
    everybody = consumers | reading.organisations(bulk)
    assert 0.45 <= reading.repurchase_rate(everybody) <= 0.60


def test_a_fifth_of_the_customers_brings_most_of_the_margin(
    consumers: dict[str, Customer], bulk: list[Row]
) -> None:
    assert 0.68 <= reading.top_fifth_share(consumers) <= 0.80
    assert 0.68 <= reading.top_fifth_share(consumers | reading.organisations(bulk)) <= 0.80


def test_more_than_a_third_bought_once(days: Days) -> None:
    assert sum(len(own) == 1 for own in days.values()) / len(days) >= 0.35


def test_some_buy_fruit_nearly_every_week_until_today(
    orders: list[Row], products: list[Row], today: date
) -> None:
    fruit = {row["商品名称"] for row in products if row["类目"] == "生鲜水果"}
    since = (today - timedelta(days=90)).isoformat()
    recent: dict[str, list[bool]] = defaultdict(list)
    for row in orders:
        if reading.moment(row["订单创建时间"]) and row["订单创建时间"] >= since:
            recent[reading.buyer(row)].append(any(name in fruit for name, _ in reading.parts(row)))
    assert sum(len(found) >= 7 and sum(found) >= 5 for found in recent.values()) >= 20


def test_some_bought_often_and_are_fading(days: Days, today: date) -> None:
    fading = [own for own in days.values() if len(own) >= 15 and 30 <= (today - own[-1]).days <= 160]
    assert len(fading) >= 15


def test_some_came_back_after_a_long_pause(days: Days, today: date) -> None:
    back = 0
    for own in days.values():
        gaps = [(later - earlier).days for earlier, later in pairwise(own)]
        pause = gaps.index(max(gaps)) + 1 if gaps else 0
        settled = min(pause, len(own) - pause) >= 5
        back += settled and gaps[pause - 1] >= 110 and (today - own[-1]).days <= 45
    assert back >= 10


def test_some_buy_only_before_festivals(days: Days) -> None:
    festivals = [date.fromisoformat(day) for day in (
        "2025-01-29", "2025-05-31", "2025-09-10", "2025-10-01", "2025-10-06",
        "2026-02-17", "2026-06-19", "2026-09-10", "2026-09-25", "2026-10-01",
    )]  # fmt: skip

    def seasonal(day: date) -> bool:
        return any(0 < (festival - day).days <= 35 for festival in festivals)

    faithful = [own for own in days.values() if len(own) >= 3 and all(map(seasonal, own))]
    assert len(faithful) >= 0.03 * len(days)


def test_organisations_order_before_festivals(bulk: list[Row]) -> None:
    before = sum("2025-08-20" <= row["下单时间"][:10] <= "2025-10-06" for row in bulk)
    after = sum("2025-10-07" <= row["下单时间"][:10] <= "2025-11-23" for row in bulk)
    assert before > 3 * after


def test_evenings_and_weekends_are_busy(orders: list[Row]) -> None:
    moments = [when for row in orders if (when := reading.moment(row["订单创建时间"]))]
    evening = sum(when.hour in {19, 20, 21, 22} for when in moments)
    assert 0.25 < evening / len(moments) < 0.45
    assert sum(when.hour in {1, 2, 3, 4} for when in moments) < 0.02 * len(moments)
    weekend = sum(when.weekday() >= 5 for when in moments)
    assert weekend / len(moments) > 2 / 7
