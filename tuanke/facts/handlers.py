from datetime import datetime

from tuanke.facts.services import dirty
from tuanke.platform.preferences.events import StatedMarginChanged


def score_by_another_margin(event: StatedMarginChanged, *, at: datetime) -> None:  # noqa: ARG001
    dirty.request_scoring_of_everybody()
