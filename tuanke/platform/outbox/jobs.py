from tuanke.platform.outbox.services import events


def deliver(event_id: int) -> None:
    events.deliver(event_id)
