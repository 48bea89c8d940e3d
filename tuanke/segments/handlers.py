from datetime import datetime

from tuanke.classes.events import ClassesChanged
from tuanke.customers.events import MergeUndone
from tuanke.facts.services.dirty import LOCK
from tuanke.platform.jobs.services import queue
from tuanke.segments.services import merging


def follow(event: ClassesChanged, *, at: datetime) -> None:  # noqa: ARG001
    """Later and alone: it rewrites the fact store."""
    queue.enqueue("segments.follow", lock=LOCK, run_id=event.run_id)


def merge_undone(event: MergeUndone, *, at: datetime) -> None:  # noqa: ARG001
    merging.count_again([event.survivor_id, *event.loser_ids])
