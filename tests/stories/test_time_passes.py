"""The clock goes on and nobody does anything: who enters and leaves does so when their moment comes."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from tests.segments import names_in, save
from tests.stories.conftest import Shop
from tuanke.kit.lunar import Anniversary, next_occurrence
from tuanke.platform.jobs.services import queue
from tuanke.segments.models import SegmentMembership

SECOND = timedelta(seconds=1)


@pytest.fixture
def clock(shop: Shop) -> Callable[[datetime], None]:
    """Let it be that moment, and let the worker do what the clock sets going by then."""

    def go_to(moment: datetime) -> None:
        with patch("django.utils.timezone.now", lambda: moment):
            for job in ("segments.evaluate_due", "facts.start_the_day"):
                queue.enqueue(job)
            shop.run_jobs()

    return go_to


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@pytest.mark.req("A2-12")
def test_whoever_ordered_long_enough_ago_leaves_at_midnight(
    shop: Shop, clock: Callable[[datetime], None]
) -> None:
    """Seconds are claimed by benchmarks/freshness.py, the whole shop by benchmarks/facts.py."""
    last_order = shop.customer("孙七").classification.score.last_on
    days = (shop.today - last_order).days + 2
    segment = save(
        shop,
        "最近下过单",
        {"event": "order.placed", "within": {"last": days, "unit": "day"}, "count": {"op": "ge", "value": 1}},
    )
    leaves_at = midnight(last_order + timedelta(days=days))
    assert "孙七" in names_in(segment)

    clock(leaves_at - SECOND)
    assert "孙七" in names_in(segment)

    clock(leaves_at + SECOND)
    assert "孙七" not in names_in(segment)
    left = SegmentMembership.objects.get(segment=segment, customer=shop.customer("孙七"))
    assert left.exited_at == leaves_at
    assert left.left_in is not None
    assert left.left_in.cause == "time"


def test_a_lunar_birthday_comes_into_the_segment_and_goes_again(
    shop: Shop, clock: Callable[[datetime], None]
) -> None:
    birthday = Anniversary(8, 15, is_lunar=True)
    given = {"kind": "birthday", "calendar": "lunar", "month": "8", "day": "15"}
    shop.sign_in("lin").post(f"/customers/{shop.customer('孙七').uid}/days/", given)
    segment = save(
        shop, "快过生日", {"attr": "day.birthday", "op": "anniversary_in", "value": {"n": 3, "unit": "day"}}
    )
    comes_on = next_occurrence(birthday, shop.today + timedelta(days=10))
    enters_on = comes_on - timedelta(days=2)  # three days, the birthday the last of them

    clock(midnight(enters_on) - SECOND)
    assert names_in(segment) == set()

    clock(midnight(enters_on) + SECOND)
    assert names_in(segment) == {"孙七"}

    for day in range(1, 4):  # night after night, as a shop lives through them
        assert names_in(segment) == {"孙七"}
        clock(midnight(enters_on + timedelta(days=day)) + SECOND)
    assert names_in(segment) == set()
    spans = SegmentMembership.objects.filter(segment=segment).values_list("entered_at", "exited_at")
    assert list(spans) == [(midnight(enters_on), midnight(comes_on + timedelta(days=1)))]
