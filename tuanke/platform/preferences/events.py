from dataclasses import dataclass
from typing import ClassVar

from tuanke.platform.outbox.domain.event import Event


@dataclass(frozen=True)
class StatedMarginChanged(Event):
    """The shop states another gross margin, percent, or none."""

    name: ClassVar[str] = "stated_margin.changed"

    percent: int | None
