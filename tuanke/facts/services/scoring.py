"""Scores: the expressions of `insights` over the fact store, and the result back into PostgreSQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tuanke.facts.domain.as_of import as_of_day
from tuanke.facts.events import ScoresRefreshed
from tuanke.facts.models import ScoringRun, ThresholdSet
from tuanke.facts.selectors.scores import latest_run
from tuanke.facts.selectors.thresholds import latest_set
from tuanke.facts.services import customer_rows, score_rows
from tuanke.facts.services.cut_offs import parameters_of
from tuanke.facts.services.facts import Facts, open_facts
from tuanke.facts.services.needing import needs_of_all
from tuanke.facts.services.queries import queries_of
from tuanke.facts.services.store import FactStore
from tuanke.insights.parameters import Parameters
from tuanke.platform.outbox.services import events
from tuanke.platform.preferences.selectors.shop import stated_margin_percent

PARTIAL_AT_MOST = 2_000  # customers; beyond that a full run is as quick


@dataclass(frozen=True, kw_only=True)
class _Work:
    """`among`: whom a partial run is of, None for everybody. `compares`: what everybody needs is worked out anew."""

    parameters: Parameters
    thresholds: ThresholdSet | None
    as_of: date
    at: datetime
    among: Sequence[int] | None
    compares: bool


def score(store: FactStore, customer_ids: Sequence[int] | None, *, at: datetime) -> ScoringRun:
    """Score these customers with the frozen numbers of the last full run; everybody when that is due.

    Everybody is due (`customer_ids` None, or) on a new day, when many changed, and when the shop states
    another gross margin or adopts other cut-offs.
    """
    percent = stated_margin_percent()
    facts = open_facts(store, percent)
    newest = facts.row(facts.lines.aggregate(on=facts.lines.ordered_on.max()))["on"]
    as_of = as_of_day(timezone.localdate(at), newest)
    last = latest_run()
    is_same_margin = last is not None and last.stated_margin_percent == percent
    thresholds = latest_set()
    parameters = parameters_of(facts, as_of, last if is_same_margin else None, thresholds)
    is_same = (
        last is not None
        and is_same_margin
        and last.as_of == as_of
        and Parameters.from_dict(last.parameters) == parameters
    )
    few = customer_ids is not None and len(customer_ids) <= PARTIAL_AT_MOST
    among = customer_ids if few and is_same else None
    # that costs several times the scoring, so that an import of many customers leaves it to the night
    compares = among is None and (customer_ids is None or last is None or last.as_of != as_of)
    work = _Work(
        parameters=parameters,
        thresholds=thresholds,
        as_of=as_of,
        at=at,
        among=among,
        compares=compares,
    )
    if among is not None:
        facts.narrow(among)
    return _write(facts, work)


def _write(facts: Facts, work: _Work) -> ScoringRun:
    of_each = facts.run_for_each if work.among is None else facts.run
    kind = ScoringRun.Kind.FULL if work.among is None else ScoringRun.Kind.PARTIAL
    queries = queries_of(work.as_of, work.parameters, facts.stated_margin_percent)
    rows = of_each(queries.scores)
    kept = {
        customer_rows.INTERESTS: of_each(queries.interests),
        customer_rows.ENGAGEMENTS: of_each(queries.engagements),
    }
    if work.compares:
        kept[customer_rows.NEEDS] = needs_of_all(facts, work.as_of)
    with transaction.atomic():
        run = ScoringRun.objects.create(
            kind=kind,
            as_of=work.as_of,
            parameters=work.parameters.to_dict(),
            stated_margin_percent=facts.stated_margin_percent,
            thresholds=work.thresholds,
            customers=rows.num_rows,
            started_at=work.at,
            finished_at=timezone.now(),
        )
        score_rows.remove_gone(rows["customer_id"], among=work.among)
        score_rows.merge(rows, run_id=run.pk, touch_equal=work.among is not None)
        for target, found in kept.items():
            customer_rows.replace(target, found, among=work.among)
        customer_rows.forget_gone(customer_rows.NEEDS, among=work.among)
        events.publish(ScoresRefreshed(run_id=run.pk), at=work.at)
    return run
