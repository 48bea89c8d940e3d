from dataclasses import dataclass
from typing import ClassVar

from tuanke.platform.outbox.domain.event import Event


@dataclass(frozen=True)
class SegmentEntered(Event):
    """Customers entered a segment together; the memberships name the change. `cause` as in SegmentChange."""

    name: ClassVar[str] = "segment.entered"

    segment_id: int
    change_id: int
    cause: str
    customers: int


@dataclass(frozen=True)
class SegmentLeft(Event):
    """Customers left a segment together."""

    name: ClassVar[str] = "segment.left"

    segment_id: int
    change_id: int
    cause: str
    customers: int
