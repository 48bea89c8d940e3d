from dataclasses import dataclass
from typing import ClassVar

from tuanke.platform.outbox.domain.event import Event


@dataclass(frozen=True)
class OrdersImported(Event):
    """A file of orders is in the books: one event for the whole batch."""

    name: ClassVar[str] = "orders.imported"

    batch_id: int
