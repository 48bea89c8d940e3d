"""Scores: the expressions of `insights` over the fact store, and the result back into PostgreSQL."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from tuanke.facts.domain.as_of import as_of_day, needs_new_parameters
from tuanke.facts.events import ScoresRefreshed
from tuanke.facts.models import ScoringRun
from tuanke.facts.services import interest_rows, score_rows
from tuanke.facts.services.facts import Facts, open_facts
from tuanke.facts.services.store import FactStore, as_table
from tuanke.insights.affinity import interest_labels
from tuanke.insights.parameters import Parameters, fit_purchasing, purchasing
from tuanke.insights.scores import customer_scores
from tuanke.platform.outbox.services import events
from tuanke.platform.preferences.selectors.shop import stated_margin_percent

PARTIAL_AT_MOST = 2_000  # customers; beyond that a full run is as quick


def score(store: FactStore, customer_ids: Sequence[int] | None, *, at: datetime) -> ScoringRun:
    """Score these customers with the frozen numbers of the last full run; everybody when that is due.

    Everybody is due (`customer_ids` None, or) on a new day, when many changed, and when the shop states
    another gross margin.
    """
    percent = stated_margin_percent()
    whole = open_facts(store, percent)
    newest = whole.row(whole.lines.aggregate(on=whole.lines.ordered_on.max()))["on"]
    as_of = as_of_day(timezone.localdate(at), newest)
    last = ScoringRun.objects.filter(kind=ScoringRun.Kind.FULL).order_by("-pk").first()
    is_same_margin = last is not None and last.stated_margin_percent == percent
    parameters = _parameters(whole, as_of, last if is_same_margin else None)
    few = customer_ids is not None and len(customer_ids) <= PARTIAL_AT_MOST
    if (
        few
        and last is not None
        and is_same_margin
        and last.as_of == as_of
        and Parameters.from_dict(last.parameters) == parameters
    ):
        part = open_facts(store, percent, customer_ids)
        return _write(part, ScoringRun.Kind.PARTIAL, parameters, as_of, at, gone=customer_ids)
    return _write(whole, ScoringRun.Kind.FULL, parameters, as_of, at, gone=None)


def _parameters(facts: Facts, as_of: date, last: ScoringRun | None) -> Parameters:
    """The frozen numbers, fitted anew when they are old or the archive has become another."""
    frozen = Parameters.from_dict(last.parameters) if last else None
    customers = facts.row(facts.customers.aggregate(n=facts.customers.count()))["n"]
    due = needs_new_parameters(
        fitted_on=frozen.as_of if frozen else None,
        fitted_customers=frozen.customers if frozen else 0,
        as_of=as_of,
        customers=customers,
    )
    if frozen is not None and not due:
        return frozen
    bought = as_table(facts.engine, "bought", facts.rows_of_each(purchasing(facts.lines, as_of)))
    return Parameters.from_row(facts.row(fit_purchasing(bought, facts.customers, as_of)))


def _write(
    facts: Facts,
    kind: ScoringRun.Kind,
    parameters: Parameters,
    as_of: date,
    at: datetime,
    gone: Sequence[int] | None,
) -> ScoringRun:
    of_each = facts.rows_of_each if gone is None else facts.rows
    rows = of_each(customer_scores(facts.lines, facts.customers, as_of, parameters))
    interests = of_each(interest_labels(facts.lines, facts.interactions, as_of))
    with transaction.atomic():
        run = ScoringRun.objects.create(
            kind=kind,
            as_of=as_of,
            parameters=parameters.to_dict(),
            stated_margin_percent=facts.stated_margin_percent,
            customers=rows.num_rows,
            started_at=at,
            finished_at=timezone.now(),
        )
        score_rows.remove_gone(rows["customer_id"], among=gone)
        score_rows.merge(rows, run_id=run.pk, touch_equal=kind == ScoringRun.Kind.PARTIAL)
        interest_rows.replace(interests, among=gone)
        events.publish(ScoresRefreshed(run_id=run.pk), at=at)
    return run
