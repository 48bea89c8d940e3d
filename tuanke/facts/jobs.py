from django.utils import timezone

from tuanke.facts.selectors import scores
from tuanke.facts.services import dirty


def refresh() -> None:
    """Whoever is dirty: rows into the store, scores back."""
    from tuanke.facts.services import updating  # Ibis, DuckDB and ADBC are loaded by the worker only

    updating.update(everybody=False, at=timezone.now())


def start_the_day() -> None:
    """Asked every hour: on a new business day everybody is scored; that run is the truth."""
    last = scores.latest_run()
    if last is not None and timezone.localdate(last.finished_at) < timezone.localdate():
        dirty.request_scoring_of_everybody()


def score_everybody() -> None:
    from tuanke.facts.services import updating

    updating.update(everybody=True, at=timezone.now())


def foretell() -> None:
    from tuanke.facts.services import updating

    updating.foretell()
