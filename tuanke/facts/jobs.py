from django.utils import timezone

from tuanke.facts.selectors import scores
from tuanke.facts.services import refresh as refreshing
from tuanke.facts.services import scoring
from tuanke.facts.services.store import open_store


def refresh() -> None:
    """Whoever is dirty: rows into the store, scores back."""
    store = open_store()
    changed = refreshing.refresh(store).to_pylist()
    if changed:
        scoring.score(store, changed, at=timezone.now())


def start_the_day() -> None:
    """Asked every hour: on a new business day everybody is scored; that run is the truth."""
    now = timezone.now()
    last = scores.latest_run()
    if last is not None and timezone.localdate(last.finished_at) < timezone.localdate(now):
        store = open_store()
        refreshing.refresh(store)
        scoring.score(store, None, at=now)
