from tuanke.platform.outbox.models.event import HandledEvent, OutboxEvent

__all__ = ["HandledEvent", "OutboxEvent"]
