"""A batch of events into the timeline; every one of them is answered for."""

from collections import Counter
from datetime import datetime

from tuanke.api.rest.domain.events import EventBatch, EventReport, EventResult
from tuanke.api.rest.domain.problems import Flaw
from tuanke.api.rest.domain.reading import RefusedError, read_event, refused
from tuanke.customers.services.contacts import cipher
from tuanke.engagement.domain.interactions import Observed, Outcome
from tuanke.engagement.services import interactions


def receive(batch: EventBatch, *, at: datetime) -> EventReport:
    """In the caller's transaction."""
    observed: dict[int, Observed] = {}
    flaws: dict[int, list[Flaw]] = {}
    index = cipher().blind_index
    for number, value in enumerate(batch.events):
        try:
            observed[number] = read_event(value, source=batch.source, index=index, at=at)
        except RefusedError as error:
            flaws[number] = error.flaws
    outcomes = interactions.record(source=batch.source, observed=list(observed.values()), at=at)
    told = dict(zip(observed, outcomes, strict=True))
    results = [
        _refusal(number, flaws[number]) if number in flaws else _result(number, told[number])
        for number in range(len(batch.events))
    ]
    counts = Counter(result.outcome for result in results)
    return EventReport(
        accepted=counts["accepted"],
        duplicates=counts["duplicate"],
        rejected=counts["rejected"],
        events=results,
    )


def _refusal(number: int, flaws: list[Flaw]) -> EventResult:
    return EventResult(index=number, outcome="rejected", errors=flaws)


def _result(number: int, outcome: Outcome) -> EventResult:
    if outcome is Outcome.UNKNOWN_CUSTOMER:
        return _refusal(number, refused("/customer/uid", "unknown_customer").flaws)
    return EventResult(index=number, outcome="accepted" if outcome is Outcome.ACCEPTED else "duplicate")
