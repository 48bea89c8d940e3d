"""The frozen numbers a run scores by: read off the shop's own figures, or chosen by the shop."""

from datetime import date

from tuanke.facts.domain.as_of import needs_new_parameters
from tuanke.facts.models import ScoringRun, ThresholdSet
from tuanke.facts.selectors.thresholds import chosen_thresholds
from tuanke.facts.services.facts import Facts, compiled
from tuanke.facts.services.store import as_table
from tuanke.insights.parameters import Parameters, fit_purchasing, purchasing


def parameters_of(
    facts: Facts, as_of: date, last: ScoringRun | None, newest: ThresholdSet | None
) -> Parameters:
    """Those of the `last` run, or fitted anew: when they are old, the archive is another, or the shop chose."""
    frozen = Parameters.from_dict(last.parameters) if last else None
    customers = facts.row(facts.customers.aggregate(n=facts.customers.count()))["n"]
    due = needs_new_parameters(
        fitted_on=frozen.as_of if frozen else None,
        fitted_customers=frozen.customers if frozen else 0,
        as_of=as_of,
        customers=customers,
    )
    chose = last is not None and last.thresholds_id != (newest.pk if newest else None)
    if frozen is not None and not due and not chose:
        return frozen
    chosen = chosen_thresholds()
    query = compiled(purchasing(facts.lines, as_of, chosen.window_days))
    bought = as_table(facts.engine, "bought", facts.run_for_each(query))
    fitted = fit_purchasing(bought, facts.customers, as_of, chosen.window_days, chosen.quantiles)
    return chosen.applied(Parameters.from_row(facts.row(fitted)))
