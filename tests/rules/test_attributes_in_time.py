"""What ends or comes round turns at its moment; customers who become one leave with a cause; refunds are seen."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from tests.rules.shop import add_customer, add_order, add_segment, days, store_everything
from tests.segments import names_in
from tuanke.customers.events import MergeUndone
from tuanke.customers.models import ConsentRecord, Customer, LifeEvent
from tuanke.customers.services import tags
from tuanke.customers.services.merging.merging import merge
from tuanke.customers.services.merging.undoing import undo
from tuanke.engagement.models import Interaction, Visitor
from tuanke.kit.rules import parse
from tuanke.orders.models import OrderLine
from tuanke.platform.accounts.tests.factories import make_staff
from tuanke.platform.outbox.models import OutboxEvent
from tuanke.segments.handlers import merge_undone
from tuanke.segments.models import Segment, SegmentMembership, SegmentTimer
from tuanke.segments.selectors.vocabulary import grammar
from tuanke.segments.selectors.why import explain
from tuanke.segments.services import building, evaluating

NOON = datetime(2026, 9, 22, 4, tzinfo=UTC)  # of the business day; mid-autumn is the 25th
MIDNIGHT = datetime(2026, 9, 22, 16, tzinfo=UTC)  # as the 23rd begins
GRANTED = {"attr": "consent.sms.marketing", "op": "eq", "value": "granted"}
TICK = timedelta(microseconds=1)

pytestmark = pytest.mark.django_db(transaction=True)


def let(customer: Customer, *, until: datetime | None) -> None:
    ConsentRecord.objects.create(
        customer=customer,
        channel="sms",
        purpose="marketing",
        status="granted",
        source="form",
        evidence="登记表",
        occurred_at=NOON - days(9),
        expires_at=until,
    )


def ids_in(segment: Segment) -> set[int]:
    rows = SegmentMembership.objects.filter(segment=segment, exited_at__isnull=True)
    return set(rows.values_list("customer_id", flat=True))


def built(name: str, rule: dict[str, Any]) -> Segment:
    store_everything()
    segment = add_segment(name, rule, NOON)
    building.build_everything(at=NOON)
    return segment


def test_a_consent_that_ends_lets_its_customer_go_at_that_moment() -> None:
    ending, lasting = add_customer("ending", NOON), add_customer("lasting", NOON)
    over = NOON + timedelta(hours=5, minutes=7)
    let(ending, until=over)
    let(lasting, until=None)
    segment = built("可发短信", GRANTED)
    assert list(SegmentTimer.objects.values_list("customer_id", "at")) == [(ending.pk, over)]

    evaluating.evaluate_due(now=over - TICK)
    assert names_in(segment) == {"ending", "lasting"}
    evaluating.evaluate_due(now=over)
    assert names_in(segment) == {"lasting"}
    assert SegmentMembership.objects.get(exited_at__isnull=False).exited_at == over


def test_a_lunar_birthday_comes_and_goes_at_midnight() -> None:
    born = add_customer("八月十五", NOON)
    LifeEvent.objects.create(customer=born, kind="birthday", calendar="lunar", month=8, day=15)
    span = {"n": 3, "unit": "day"}
    segment = built("快生日", {"attr": "day.birthday", "op": "anniversary_in", "value": span})
    assert names_in(segment) == set()

    evaluating.evaluate_due(now=MIDNIGHT)
    assert names_in(segment) == {"八月十五"}
    for night in range(1, 4):
        building.build_everything(at=MIDNIGHT + days(night) - days(1) / 2)
        evaluating.evaluate_due(now=MIDNIGHT + days(night))
    assert names_in(segment) == set()
    stay = SegmentMembership.objects.get()
    assert (stay.entered_at, stay.exited_at) == (MIDNIGHT, MIDNIGHT + days(3))


def test_what_somebody_did_runs_out_to_the_moment_also_what_they_did_as_a_visitor() -> None:
    mine, seen = add_customer("客户", NOON), add_customer("访客", NOON)
    add_customer("没来过", NOON)
    visitor = Visitor.objects.create(kind="identity", source="w", key="u1", customer=seen)
    done = NOON - timedelta(hours=20)
    for number, whose in enumerate(({"customer": mine}, {"visitor": visitor})):
        at = done + timedelta(minutes=number)
        Interaction.objects.create(source="w", event_id=str(number), type="like", occurred_at=at, **whose)
    segment = built("一天内点赞", {"event": "interaction.like", "within": {"rolling_hours": 24}})
    assert names_in(segment) == {"客户", "访客"}
    evaluating.evaluate([mine.pk, seen.pk], at=NOON)
    due = dict(SegmentTimer.objects.values_list("customer_id", "at"))
    assert due == {mine.pk: done + days(1) + TICK, seen.pk: done + days(1) + timedelta(minutes=1) + TICK}

    evaluating.evaluate_due(now=done + days(1) + TICK)
    assert names_in(segment) == {"访客"}


def test_every_value_behind_a_condition_is_told_in_words() -> None:
    customer = add_customer("张三", NOON)
    tags.add_tag(customer=customer, text="VIP", by=make_staff().pk, at=NOON)
    LifeEvent.objects.create(customer=customer, kind="birthday", calendar="lunar", month=8, day=15)
    let(customer, until=NOON)
    asked: dict[str, Any] = {
        "tag": None,
        "day.birthday": None,
        "consent.sms.marketing": None,
        "contact": None,
    }
    rule = {"any": [{"attr": name, "op": "is_set"} for name in asked]}
    with translation.override("zh-hans"):
        told = explain(parse(rule, grammar()), customer.pk, at=NOON)

    assert told is not None
    assert [(part.holds, part.value) for part in told.parts] == [
        (True, "VIP"),
        (True, "农历8月15日"),
        (False, None),
        (False, None),
    ]


def test_customers_who_become_one_leave_with_that_cause_and_come_back_with_its_undoing() -> None:
    first, second, third = (add_customer(name, NOON, city="杭州市") for name in ("一", "二", "三"))
    segment = built("杭州", {"attr": "city", "op": "is_set"})
    by = segment.created_by_id
    operation = merge(survivor=first, losers=[second, third], choices={}, reason="", by=by, at=NOON)
    left = SegmentMembership.objects.filter(exited_at__isnull=False)
    assert {row.left_in.cause for row in left if row.left_in} == {"merge"}
    segment.refresh_from_db()
    assert (left.count(), segment.size, ids_in(segment)) == (2, 1, {first.pk})
    told = OutboxEvent.objects.get(name="segment.left").payload
    assert (told["cause"], told["customers"]) == ("merge", 2)

    undo(operation=operation, by=by, at=NOON)
    merge_undone(MergeUndone(first.pk, [second.pk, third.pk], by), at=NOON)
    segment.refresh_from_db()
    assert (segment.size, ids_in(segment)) == (3, {first.pk, second.pk, third.pk})
    assert not SegmentMembership.objects.filter(left_in__isnull=False).exists()


def test_where_only_the_other_one_was_in_the_survivor_is_in_for_them() -> None:
    survivor, loser = add_customer("留", NOON), add_customer("并", NOON, city="杭州市")
    segment = built("杭州", {"attr": "city", "op": "is_set"})
    merge(survivor=survivor, losers=[loser], choices={}, reason="", by=segment.created_by_id, at=NOON)

    segment.refresh_from_db()
    assert (ids_in(segment), segment.size) == ({survivor.pk}, 1)
    assert not OutboxEvent.objects.filter(name="segment.left").exists()


def test_a_refund_noted_on_its_order_is_a_refund_as_is_one_of_its_own() -> None:
    part, own, none = (add_customer(name, NOON) for name in ("part", "own", "none"))
    OrderLine.objects.filter(order=add_order(part, NOON - days(1))).update(refunded_fen=300)
    refund = add_order(own, NOON - days(1), fen=-500)
    refund.kind = "refund"
    refund.save()
    add_order(none, NOON - days(1))
    month = {"last": 30, "unit": "day"}
    refunded = {"event": "order.refunded", "within": month}
    much = {**refunded, "agg": "sum", "of": "revenue", "op": "le", "value": -400}
    segment, large = built("退过款", refunded), built("退得多", much)
    assert (names_in(segment), names_in(large)) == ({"part", "own"}, {"own"})

    for one in (segment, large):
        SegmentMembership.objects.filter(segment=one).update(exited_at=NOON)
    evaluating.evaluate([part.pk, own.pk, none.pk], at=NOON)
    assert (names_in(segment), names_in(large)) == ({"part", "own"}, {"own"})
