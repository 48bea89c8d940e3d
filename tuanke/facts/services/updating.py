"""The whole way from changed rows to fresh scores and reports."""

from datetime import datetime

from tuanke.facts.models import ScoringRun
from tuanke.facts.selectors.scores import latest_run
from tuanke.facts.services import refresh, reporting, scoring
from tuanke.facts.services.store import open_store
from tuanke.platform.jobs.services import queue


def update(*, everybody: bool, at: datetime) -> None:
    """Rewrite what is stored of dirty customers and score them, or everybody."""
    store = open_store()
    marks = refresh.refresh(store)
    changed = marks["customer_id"].to_pylist()
    if not changed and not everybody:
        return
    run = scoring.score(store, None if everybody else changed, at=at)
    if run.kind == ScoringRun.Kind.FULL:
        reporting.report(store, run)
        queue.enqueue("facts.foretell", once=True)
    refresh.forget(marks)


def foretell() -> None:
    """What is foretold of the shop, once for each day of its figures: it takes longer than all other reports."""
    run = latest_run()
    if run is not None and not reporting.is_foretold(run.as_of):
        reporting.foretell(open_store(), run)
