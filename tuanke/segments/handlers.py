from datetime import datetime

from tuanke.classes.events import ClassesChanged
from tuanke.facts.services.dirty import LOCK
from tuanke.platform.jobs.services import queue


def follow(event: ClassesChanged, *, at: datetime) -> None:  # noqa: ARG001
    """Later and alone: it rewrites the fact store."""
    queue.enqueue("segments.follow", lock=LOCK, run_id=event.run_id)
