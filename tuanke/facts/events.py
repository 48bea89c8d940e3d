from dataclasses import dataclass
from typing import ClassVar

from tuanke.platform.outbox.domain.event import Event


@dataclass(frozen=True)
class ScoresRefreshed(Event):
    """Scores were written; the rows carry the run's id."""

    name: ClassVar[str] = "scores.refreshed"

    run_id: int
