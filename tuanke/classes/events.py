from dataclasses import dataclass
from typing import ClassVar

from tuanke.platform.outbox.domain.event import Event


@dataclass(frozen=True)
class ClassesChanged(Event):
    """Classes were assigned from a scoring run; who changed is in the change feed under its id."""

    name: ClassVar[str] = "classes.changed"

    run_id: int
