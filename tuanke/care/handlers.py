from datetime import datetime

from tuanke.care.services import planning
from tuanke.classes.events import ClassesChanged


def plan_attention(event: ClassesChanged, *, at: datetime) -> None:
    planning.plan(event.run_id, at=at)
