"""Whatever happens, and however time passes: who is worked out anew finds nothing to change.

Also where a segment reads another, and who was in at any moment before is told as it was.
"""

import os
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.rules.shop import add_customer, add_order, add_segment, ordered, store_everything
from tuanke.customers.models import ConsentRecord, Customer, CustomerTag, LifeEvent
from tuanke.customers.selectors.customers import list_active
from tuanke.customers.services import tags
from tuanke.customers.services.merging.merging import merge
from tuanke.segments.models import Segment, SegmentChange
from tuanke.segments.selectors.segments import is_in
from tuanke.segments.services import building, evaluating

MERGED = 4  # the step at which two customers become one
START = datetime(2026, 1, 29, 3, tzinfo=UTC)
RULES: dict[str, Any] = {
    "近三天两单": ordered(2, {"last": 3, "unit": "day"}),
    "一月内": ordered(1, {"last": 1, "unit": "month"}),
    "久未下单": {"not": ordered(1, {"last": 5, "unit": "day"})},
    "30小时": ordered(1, {"rolling_hours": 30}),
    "从前多": {
        "event": "order.placed",
        "within": {"before_last": 2, "unit": "day"},
        "agg": "sum",
        "of": "revenue",
        "op": "ge",
        "value": 3_000,
    },
    "老客标签": {"attr": "tag", "op": "has_any", "value": ["老客"]},
    "好日子": {
        "any": [
            {"attr": "day.birthday", "op": "anniversary_in", "value": {"n": 3, "unit": "day"}},
            {"attr": "day.founding", "op": "anniversary_in", "value": {"n": 2, "unit": "day"}},
        ]
    },
    "可发短信": {"attr": "consent.sms.marketing", "op": "eq", "value": "granted"},
}

pytestmark = pytest.mark.django_db(transaction=True)


def make_segments() -> list[Segment]:
    made = [add_segment(name, rule, START) for name, rule in RULES.items()]
    inner = {"all": [{"in_segment": str(made[1].uid)}, {"not": {"in_segment": str(made[3].uid)}}]}
    return [*made, add_segment("引用", inner, START)]


def members(segment: Segment, at: datetime | None = None) -> set[int]:
    return set(list_active().filter(is_in(segment, at=at)).values_list("pk", flat=True))


@pytest.mark.parametrize("seed", [int(os.environ.get("SEED", "0"))])
def test_step_by_step_equals_anew_at_every_moment(seed: int) -> None:
    dice = random.Random(seed)
    people = [add_customer(f"c{n}", START) for n in range(8)]
    for number, person in enumerate(people):
        _write_down(person, number)
    store_everything()
    segments = make_segments()
    building.build_everything(at=START)
    now = START
    seen: list[tuple[datetime, list[set[int]]]] = []
    for step in range(9):
        now = _pass_time(now, timedelta(hours=dice.choice([1, 5, 11, 20, 30])))
        if step == MERGED:
            _merge(people, now)
        else:
            someone = dice.choice([c for c in people if c.status == "active"])
            dice.choice([_order, _order, _tag])(dice, someone, now)
            evaluating.evaluate([someone.pk], at=now)
        seen.append((now, [members(segment) for segment in segments]))

    _build_anew(now)
    assert not SegmentChange.objects.filter(cause=SegmentChange.Cause.REBUILD).exists()
    survivors = set(list_active().values_list("pk", flat=True))
    for moment, kept in seen[MERGED:]:
        assert [members(segment, moment) for segment in segments] == [one & survivors for one in kept]


def _write_down(person: Customer, number: int) -> None:
    """Birthdays around the new year of the lunar calendar, and consents that end within the days to come."""
    LifeEvent.objects.create(
        customer=person, kind="birthday", calendar=["solar", "lunar"][number % 2], month=2, day=number + 1
    )
    LifeEvent.objects.create(customer=person, kind="founding", calendar="lunar", month=12, day=30 - number)
    ConsentRecord.objects.create(
        customer=person,
        channel="sms",
        purpose="marketing",
        status="granted",
        source="form",
        evidence="x",
        occurred_at=START,
        expires_at=START + timedelta(hours=7 * number + 1) if number % 3 else None,
    )


def _order(dice: random.Random, buyer: Customer, now: datetime) -> None:
    add_order(buyer, now - timedelta(microseconds=5), fen=dice.choice([900, 2_500]))


def _tag(dice: random.Random, customer: Customer, now: datetime) -> None:
    """Put on, or taken off."""
    by = Segment.objects.all()[0].created_by_id
    tagged = CustomerTag.objects.filter(customer=customer).first()
    if tagged is None:
        tags.add_tag(customer=customer, text=dice.choice(["老客", "新客"]), by=by, at=now)
    else:
        tags.remove_tag(tagged=tagged, by=by, at=now)


def _pass_time(now: datetime, by: timedelta) -> datetime:
    """As the jobs of every minute and of every night do; the last moment of the time that passed."""
    until = now + by
    night = now.replace(hour=19, minute=41)
    if now < night <= until:
        evaluating.evaluate_due(now=night)
        _build_anew(night)
    evaluating.evaluate_due(now=until)
    evaluating.evaluate_due(now=until)
    return until


def _build_anew(at: datetime) -> None:
    store_everything()
    building.build_everything(at=at)


def _merge(people: list[Customer], at: datetime) -> None:
    survivor, loser = people[0], people[1]
    by = Segment.objects.all()[0].created_by_id
    merge(survivor=survivor, losers=[loser], choices={}, reason="", by=by, at=at)
    loser.refresh_from_db()
    evaluating.evaluate([survivor.pk, loser.pk], at=at)
