from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db import connection, transaction

from tuanke.platform.jobs.services import queue
from tuanke.platform.outbox.domain.event import Event
from tuanke.platform.outbox.models import OutboxEvent

Handler = Callable[..., None]
Reactions = Mapping[type[Event], Sequence[Handler]]

_reactions: Reactions = MappingProxyType({})


def connect(reactions: Reactions) -> None:
    """Called once by the wiring, before the first event."""
    global _reactions  # noqa: PLW0603
    _reactions = reactions


def publish(event: Event, *, at: datetime) -> None:
    """Write the event in the caller's transaction; it is delivered after the commit, by a worker."""
    row = OutboxEvent.objects.create(name=event.name, payload=event.payload(), occurred_at=at)
    if _reactions.get(type(event)):
        queue.enqueue("outbox.deliver", event_id=row.pk)


def deliver(event_id: int) -> None:
    """Let each handler deal with the event, each in a transaction of its own and never twice."""
    row = OutboxEvent.objects.get(pk=event_id)
    for kind, handlers in _reactions.items():
        if kind.name != row.name:
            continue
        event = kind.from_payload(row.payload)
        for handler in handlers:
            _handle(row, event, handler)


def _handle(row: OutboxEvent, event: Event, handler: Handler) -> None:
    with transaction.atomic():
        if _claim(row.pk, f"{handler.__module__}.{handler.__qualname__}"):
            handler(event, at=row.occurred_at)


def _claim(event_id: int, handler: str) -> bool:
    """True for the one transaction that gets to handle; another one waits here for its outcome."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_handledevent (event_id, handler, handled_at)"
            " VALUES (%s, %s, now()) ON CONFLICT DO NOTHING",
            [event_id, handler],
        )
        return bool(cursor.rowcount == 1)
