from datetime import datetime

from tuanke.classes.services import assigning
from tuanke.facts.events import ScoresRefreshed


def classify(event: ScoresRefreshed, *, at: datetime) -> None:
    assigning.assign(event.run_id, at=at)
