"""Segments worked out anew: intervals with their causes, one event each way, what rests on what, what fails."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.rules.shop import (
    add_customer,
    add_order,
    add_segment,
    days,
    ordered,
    store_everything,
)
from tests.segments import names_in
from tuanke.facts.services.store import open_store
from tuanke.kit.rules import RuleError
from tuanke.platform.outbox.models import OutboxEvent
from tuanke.segments.models import Segment, SegmentChange, SegmentMembership, SegmentTimer
from tuanke.segments.services import building, evaluating, segments
from tuanke.segments.services.population import Population

NOON = datetime(2026, 6, 30, 4, tzinfo=UTC)  # of the business day
MONTH = {"last": 30, "unit": "day"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def buyers() -> dict[str, Any]:
    """Each bought once: today, 29 days ago, and 40 days ago."""
    made = {name: add_customer(name, NOON - days(99), city="杭州市") for name in ("new", "edge", "old")}
    for name, ago in (("new", 0), ("edge", 29), ("old", 40)):
        add_order(made[name], NOON - days(ago))
    store_everything()
    return made


def told() -> list[tuple[str, str, int]]:
    rows = OutboxEvent.objects.filter(name__startswith="segment.").order_by("pk")
    return [(row.name, row.payload["cause"], row.payload["customers"]) for row in rows]


def test_the_first_build_lets_everybody_in_at_once(buyers: dict[str, Any]) -> None:
    segment = add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)

    segment.refresh_from_db()
    assert names_in(segment) == {"new", "edge"}
    assert (segment.status, segment.size, segment.last_built_at) == ("ready", 2, NOON)
    assert told() == [("segment.entered", "backfill", 2)]


def test_a_build_that_changes_nothing_tells_nothing(buyers: dict[str, Any]) -> None:
    add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)
    building.build_everything(at=NOON)

    assert len(told()) == 1
    assert SegmentChange.objects.count() == 1


def test_another_rule_is_a_cause_of_its_own(buyers: dict[str, Any]) -> None:
    segment = add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)
    segments.change_rule(
        segment=segment, rule=ordered(1, {"last": 1, "unit": "day"}), by=segment.created_by_id, at=NOON
    )
    building.build_everything(at=NOON + days(0))

    assert names_in(segment) == {"new"}
    assert told()[1:] == [("segment.left", "definition_changed", 1)]
    left = SegmentMembership.objects.get(exited_at__isnull=False)
    assert left.left_in is not None
    assert left.left_in.cause == "definition_changed"


def test_time_alone_takes_somebody_out_at_midnight_exactly(buyers: dict[str, Any]) -> None:
    segment = add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)
    midnight = datetime(2026, 6, 30, 16, tzinfo=UTC)
    timer = SegmentTimer.objects.get()
    assert (timer.customer_id, timer.at) == (buyers["edge"].pk, midnight)

    evaluating.evaluate_due(now=midnight - days(0) / 2 - (midnight - NOON) / 9)
    assert names_in(segment) == {"new", "edge"}
    evaluating.evaluate_due(now=midnight + days(1) / 2880)

    assert names_in(segment) == {"new"}
    left = SegmentMembership.objects.get(exited_at__isnull=False)
    assert left.exited_at == midnight
    assert told()[1:] == [("segment.left", "time", 1)]


def test_hours_run_out_to_the_moment(buyers: dict[str, Any]) -> None:
    segment = add_segment("24小时", ordered(1, {"rolling_hours": 24}), NOON)
    later = NOON + days(1) / 24
    building.build(segment.pk, at=later)
    assert names_in(segment) == {"new"}
    evaluating.evaluate_due(now=NOON + days(1))
    assert names_in(segment) == {"new"}
    evaluating.evaluate_due(now=NOON + days(1) + days(1) / 86_400)

    assert names_in(segment) == set()


def test_a_new_order_lets_its_customer_in_and_nobody_else_is_looked_at(buyers: dict[str, Any]) -> None:
    segment = add_segment("近30天", ordered(1, MONTH), NOON)
    building.build_everything(at=NOON)
    add_order(buyers["old"], NOON)
    evaluating.evaluate([buyers["old"].pk], at=NOON)

    assert names_in(segment) == {"new", "edge", "old"}
    assert told()[1:] == [("segment.entered", "event", 1)]


def test_a_segment_of_segments_reads_who_is_in_and_follows_in_order(buyers: dict[str, Any]) -> None:
    inner = add_segment("近30天", ordered(1, MONTH), NOON)
    outer = add_segment(
        "不近", {"all": [{"attr": "city", "op": "is_set"}, {"not": {"in_segment": str(inner.uid)}}]}, NOON
    )
    building.build_everything(at=NOON)
    assert names_in(outer) == {"old"}

    evaluating.evaluate_due(now=NOON + days(1))

    assert names_in(outer) == {"old", "edge"}


def test_a_segment_cannot_rest_on_itself(buyers: dict[str, Any]) -> None:
    first = add_segment("一", {"everyone": True}, NOON)
    second = add_segment("二", {"in_segment": str(first.uid)}, NOON)

    with pytest.raises(RuleError, match="cycle"):
        segments.change_rule(
            segment=first, rule={"in_segment": str(second.uid)}, by=first.created_by_id, at=NOON
        )
    with pytest.raises(segments.InUseError, match="二"):
        segments.archive_segment(segment=first, by=first.created_by_id, at=NOON)


def test_what_fails_keeps_its_members_and_says_so_after_three_times(
    buyers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add_segment("一", {"everyone": True}, NOON)
    second = add_segment("二", {"in_segment": str(first.uid)}, NOON)
    building.build_everything(at=NOON)
    monkeypatch.setattr(Population, "ids", _full_disk)
    for _ in range(3):
        building.build_everything(at=NOON)

    assert [Segment.objects.get(pk=one.pk).status for one in (first, second)] == ["failed", "stale"]
    assert names_in(first) == {"new", "edge", "old"}


def test_a_store_that_lacks_what_rules_may_ask_gets_it_first_and_nobody_leaves(
    buyers: dict[str, Any],
) -> None:
    """As after another version of the program was put in place."""
    segment = add_segment("杭州", {"attr": "city", "op": "is_set"}, NOON)
    building.build_everything(at=NOON)
    for path in open_store().folder.glob("rule_*/*.parquet"):
        path.unlink()
    building.build_everything(at=NOON)

    assert names_in(segment) == {"new", "edge", "old"}
    assert len(told()) == 1


def _full_disk(*_details: Any, **_more: Any) -> None:
    raise OSError("no space left on disk")
