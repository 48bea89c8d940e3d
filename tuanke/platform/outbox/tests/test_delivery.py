"""An event is handled exactly once by each handler, whatever is delivered how often and at once."""

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from django.db import connection, transaction

from tuanke.platform.outbox.domain.event import Event
from tuanke.platform.outbox.models import HandledEvent, OutboxEvent
from tuanke.platform.outbox.services import events

AT = datetime(2026, 6, 30, 4, tzinfo=UTC)


@dataclass(frozen=True)
class KettleBoiled(Event):
    name: ClassVar[str] = "kettle.boiled"

    litres: int


handled: list[tuple[str, int, datetime]] = []
failing: set[str] = set()


def make_tea(event: KettleBoiled, *, at: datetime) -> None:
    time.sleep(0.3)
    _handle("tea", event, at)


def fill_bottle(event: KettleBoiled, *, at: datetime) -> None:
    _handle("bottle", event, at)


def write_and_fail(_event: KettleBoiled, *, at: datetime) -> None:
    OutboxEvent.objects.create(name="half.done", payload={}, occurred_at=at)
    raise OSError("no cup")


def _handle(what: str, event: KettleBoiled, at: datetime) -> None:
    if what in failing:
        raise OSError("no cup")
    handled.append((what, event.litres, at))


@pytest.fixture(autouse=True)
def kitchen() -> Iterator[None]:
    usual = events._reactions
    events.connect({KettleBoiled: [make_tea, fill_bottle]})
    handled.clear()
    failing.clear()
    yield
    events.connect(usual)


def publish() -> int:
    with transaction.atomic():
        events.publish(KettleBoiled(litres=2), at=AT)
    return OutboxEvent.objects.latest("pk").pk


def deliver_at_once(event_id: int, times: int = 2) -> None:
    """In threads of their own, each with a connection of its own."""

    def deliver() -> None:
        try:
            events.deliver(event_id)
        finally:
            connection.close()

    threads = [threading.Thread(target=deliver) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_delivered_twice_at_once_each_handler_acts_once() -> None:
    deliver_at_once(publish(), times=3)

    assert sorted(what for what, _litres, _at in handled) == ["bottle", "tea"]
    assert HandledEvent.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_the_check_above_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def everybody_may(*_details: Any) -> bool:
        return True

    monkeypatch.setattr(events, "_claim", everybody_may)

    deliver_at_once(publish(), times=2)

    assert [what for what, _litres, _at in handled].count("tea") == 2


@pytest.mark.django_db
def test_delivered_again_later_nothing_happens() -> None:
    event = publish()
    events.deliver(event)
    events.deliver(event)

    assert handled == [("tea", 2, AT), ("bottle", 2, AT)]


@pytest.mark.django_db
def test_a_handler_that_failed_is_asked_again_and_the_others_are_not() -> None:
    event = publish()
    failing.add("bottle")
    with pytest.raises(OSError, match="no cup"):
        events.deliver(event)
    failing.clear()

    events.deliver(event)

    assert [what for what, _litres, _at in handled] == ["tea", "bottle"]


@pytest.mark.django_db
def test_what_a_failed_handler_wrote_is_taken_back_with_its_claim() -> None:
    event = publish()
    events.connect({KettleBoiled: [write_and_fail]})
    with pytest.raises(OSError, match="no cup"):
        events.deliver(event)

    assert not OutboxEvent.objects.filter(name="half.done").exists()
    assert not HandledEvent.objects.exists()


@pytest.mark.django_db
def test_an_event_of_a_change_that_did_not_happen_is_none() -> None:
    with transaction.atomic():
        events.publish(KettleBoiled(litres=2), at=AT)
        transaction.set_rollback(True)

    assert not OutboxEvent.objects.exists()
    assert _waiting() == []


@pytest.mark.django_db
def test_an_event_waits_in_the_queue_of_the_same_transaction() -> None:
    event = publish()

    assert _waiting() == [("outbox.deliver", {"event_id": event})]


@pytest.mark.django_db
def test_an_event_nobody_waits_for_is_kept_and_not_queued() -> None:
    events.connect({})
    publish()

    assert OutboxEvent.objects.count() == 1
    assert _waiting() == []


def _waiting() -> list[tuple[str, dict[str, Any]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args::text FROM procrastinate_jobs")
        return [(name, json.loads(text)) for name, text in cursor.fetchall()]
